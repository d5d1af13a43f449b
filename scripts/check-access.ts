import { accessFaults } from "../src/access/access.check";
import { buildHubSchema } from "../src/schema";
import { report } from "./gate-report";

// A field nobody wrote a rule for is open to everybody or to nobody, whichever the code happens to do; both have been
// the start of a leak elsewhere. So every root field and every field of every type stands in the access table.
// To see it fail: delete one row of src/access/access.table.ts and run `npm run check:access`.

function main(): void {
  const schema = buildHubSchema();
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map((type) =>
    Object.keys(type?.getFields() ?? {}),
  );
  // A schema that came out empty would have nothing to complain of.
  const empty = roots[0]!.length === 0 ? ["the schema has no query at all: nothing was checked"] : [];
  report([...empty, ...accessFaults(schema)], `${roots.flat().length} root fields and every type have a rule`);
}

main();
