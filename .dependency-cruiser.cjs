// The arrows of the house. Without them the first shortcut (a rule that reads the database, a resolver that writes SQL)
// looks like any other import in review, and the second one follows it.
// To see it fail: import "typeorm" in any *.rules.ts and run `npm run check:boundaries`.

// A rule may be handed words, dates and decisions; whatever can reach a clock, a database or a package is out.
const PURE_GROUND = "^src/(platform/(decision|clock|text|code-alphabet)|access/caller)\\.ts$";

// What a capability shows to the others. By role: words, shapes and pure decisions harm nobody. By name: the deeds and
// reads that were made for others; a file that is not listed here is private to its folder.
const OPEN_ROLES = "^src/.*\\.(entity|labels|reads|rules|types|input)\\.ts$";
const DOORS = [
  "access/(caller|hub-context|loaded-reads|visibility)",
  "agencies/(step-answers|successor)",
  "audit/(deed|hub-itself|read-log)",
  "deadlines/(calendar.seed|kept-clocks|legal-time|record-clocks|record-states)",
  "dispute/(lock-disputes|locked-dispute|refused|refusals)",
  "person/subjects",
].map((door) => `^src/${door}\\.ts$`);
// Stores that other capabilities' reads go through, never their deeds.
const READ_DOORS = ["dispute/dispute\\.store"].map((door) => `^src/${door}\\.ts$`);

// What lies at the top of src puts the parts together, or starts them, and so knows all of them.
const ASSEMBLY = "^src/(?!hub-parts)[^/]+\\.ts$";
const PARTS = "^src/hub-parts\\.ts$";
const PLATFORM = "^src/platform/";

const ORM_AND_DRIVER = "(^|/)node_modules/(typeorm|pg|pg-[^/]+)/";

module.exports = {
  forbidden: [
    {
      name: "rules-are-pure",
      comment:
        "A rule decides from what it is handed. It imports other rules, labels and the pure ground, nothing else.",
      severity: "error",
      from: { path: ["\\.rules\\.ts$", PURE_GROUND] },
      to: { path: "^(src|migrations|scripts|test)/", pathNot: ["\\.(rules|labels)\\.ts$", PURE_GROUND] },
    },
    {
      name: "rules-use-no-packages",
      comment: "Not even for types: a lawyer must be able to run the table in his head.",
      severity: "error",
      from: { path: ["\\.rules\\.ts$", PURE_GROUND] },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "core"] },
    },
    {
      name: "resolver-without-database",
      comment: "A resolver carries arguments in and results out; SQL is the store's, transactions are the command's.",
      severity: "error",
      from: { path: "\\.resolver\\.ts$" },
      to: { path: ORM_AND_DRIVER },
    },
    {
      name: "platform-knows-no-capability",
      severity: "error",
      from: { path: PLATFORM },
      to: { path: "^src/", pathNot: PLATFORM },
    },
    {
      name: "own-door",
      comment:
        "Between capabilities only the open roles and the written doors; the rest of a folder is its own affair.",
      severity: "error",
      from: { path: "^src/([^/]+)/", pathNot: ["^src/platform/", "^src/console/"] },
      to: {
        path: "^src/[^/]+/",
        pathNot: ["^src/$1/", PLATFORM, "^src/console/", OPEN_ROLES, ...DOORS, ...READ_DOORS],
      },
    },
    {
      name: "store-door-is-for-reading",
      comment: "A deed that reads through another capability's store would decide on rows it has not locked.",
      severity: "error",
      from: { path: "^src/([^/]+)/", pathNot: "\\.(resolver|store)\\.ts$" },
      to: { path: READ_DOORS, pathNot: "^src/$1/" },
    },
    {
      name: "assembly-is-imported-by-nobody",
      comment: "hub.ts and schema.ts know everybody, so whoever imports them knows everybody too.",
      severity: "error",
      from: { path: "^src/", pathNot: ASSEMBLY },
      to: { path: ASSEMBLY },
    },
    {
      name: "parts-as-types-only",
      comment: "hub-parts.ts names types of several capabilities; as a value it would tie them into a knot.",
      severity: "error",
      from: { path: "^src/", pathNot: ASSEMBLY },
      to: { path: PARTS, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "console-and-server-stay-apart",
      comment: "The console is built from the printed schema; the server must start without it.",
      severity: "error",
      from: { path: "^src/console/" },
      to: { path: "^(src|migrations)/", pathNot: "^src/console/" },
    },
    {
      name: "server-imports-no-console",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/console/" },
      to: { path: "^src/console/" },
    },
    {
      name: "product-imports-no-tests-or-scripts",
      severity: "error",
      from: { path: "^(src|migrations)/|^ormconfig\\.ts$" },
      to: { path: "^(test|scripts|bench)/" },
    },
    {
      name: "no-development-packages",
      comment: "npm ci --omit=dev must leave a hub that starts.",
      severity: "error",
      from: { path: "^(src|migrations)/|^ormconfig\\.ts$", pathNot: "^src/console/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-missing-packages",
      comment: "A package that is there only because another one brings it is gone with that one's next update.",
      severity: "error",
      from: { path: "^(src|migrations|scripts|test)/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown", "undetermined"] },
    },
    {
      name: "no-cycles",
      comment:
        "Which of two files is loaded first decides whether a class is there when a decorator asks for it. Types count " +
        "too: the next change turns such an import into a value, and the two files are one thing already.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  },
};
