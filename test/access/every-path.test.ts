import {
  extendSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isObjectType,
  Kind,
  parse,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { ROLES, SENSITIVE_FIELDS } from "../../scripts/print-role-matrix";
import { accessFaults, checkAccess, rolesOf } from "../../src/access/access.check";
import type { Role } from "../../src/access/caller";
import { buildHubSchema } from "../../src/schema";

const schema = buildHubSchema();

function mayAsk(text: string, role: Role, asked: GraphQLSchema = schema): boolean {
  const document = parse(text);
  const operation = document.definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode;
  const caller = { role, subject: "somebody", regionCode: "330482", agency: null, expiresAt: null };
  return checkAccess({ schema: asked, document, operation, caller: role === "PUBLIC" ? null : caller }).length === 0;
}

/** One step of a path: the field, and the type it is asked on where that is not the type at hand. */
interface Step {
  readonly on: string | null;
  readonly owner: string;
  readonly field: string;
}

const DEPTH = 4;
const SENSITIVE: ReadonlySet<string> = new Set(SENSITIVE_FIELDS);

/** Fields of a type, straight and through each type behind an interface or union. */
function stepsFrom(type: GraphQLCompositeType): { step: Step; type: GraphQLNamedType }[] {
  const own = "getFields" in type ? [{ on: null, owner: type }] : [];
  const behind = isAbstractType(type)
    ? schema.getPossibleTypes(type).map((possible) => ({ on: possible.name, owner: possible }))
    : [];
  return [...own, ...behind].flatMap(({ on, owner }) =>
    Object.values(owner.getFields()).map((field) => ({
      step: { on, owner: owner.name, field: field.name },
      type: getNamedType(field.type),
    })),
  );
}

/** Every way of at most so many steps below a root field that ends at a sensitive field. */
function* pathsTo(type: GraphQLNamedType, path: readonly Step[]): Generator<readonly Step[]> {
  if (path.length > 1 + DEPTH || !isCompositeType(type)) return;
  for (const next of stepsFrom(type)) {
    const here = [...path, next.step];
    if (here.length > 1 + DEPTH) return;
    if (SENSITIVE.has(`${next.step.owner}.${next.step.field}`)) yield here;
    yield* pathsTo(next.type, here);
  }
}

const OPERATIONS = {
  query: schema.getQueryType()!,
  mutation: schema.getMutationType()!,
  subscription: schema.getSubscriptionType()!,
} as const;

/** The path as an operation: written out, or every step in a fragment of its own with an alias. */
function toText(kind: string, path: readonly Step[], isInFragments: boolean, leaf: string): string {
  const fragments: string[] = [];
  const write = ([step, ...rest]: readonly Step[]): string => {
    if (!step) return leaf;
    const inner = rest.length > 0 || leaf ? `{ ${write(rest)} }` : "";
    const field = `${isInFragments ? `a${rest.length}: ` : ""}${step.field} ${inner}`;
    if (!isInFragments) return step.on ? `... on ${step.on} { ${field} }` : field;
    fragments.push(`fragment F${rest.length} on ${step.owner} { ${field} }`);
    return `...F${rest.length}`;
  };
  return `${kind} { ${write(path)} } ${fragments.join(" ")}`;
}

/** The types a step is answered for: through an interface, all that are behind it. */
function keysOf({ owner, field }: Step): string[] {
  const type = schema.getType(owner)!;
  const types = isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
  return types.map(({ name }) => `${name}.${field}`);
}

function isAllowed(path: readonly Step[], role: Role): boolean {
  return path.every((step) => keysOf(step).every((key) => rolesOf(...(key.split(".") as [string, string])).has(role)));
}

describe("A7: whatever way leads to a field, the rule of the field decides", () => {
  const all = (Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[]).flatMap((kind) =>
    Object.values(OPERATIONS[kind].getFields()).flatMap((root) => {
      const first: Step = { on: null, owner: OPERATIONS[kind].name, field: root.name };
      return [...pathsTo(getNamedType(root.type), [first])].map((path) => ({ kind, path }));
    }),
  );

  test("there are many ways, to every sensitive field that anything leads to so soon", () => {
    expect(all.length).toBeGreaterThan(1_000);
    const reached = new Set(all.map(({ path }) => `${path.at(-1)!.owner}.${path.at(-1)!.field}`));
    expect([...SENSITIVE].filter((field) => !reached.has(field))).toEqual([]);
  });

  test("no role that lacks a field, or anything on the way to it, may ask for it on any of them", () => {
    const wrong: string[] = [];
    let denied = 0;
    for (const { kind, path } of all) {
      const end = schema.getType(path.at(-1)!.owner) as GraphQLCompositeType & {
        getFields(): Record<string, { type: never }>;
      };
      const leaf = isCompositeType(getNamedType(end.getFields()[path.at(-1)!.field]!.type)) ? "__typename" : "";
      const text = toText(kind, path, false, leaf);
      for (const role of ROLES) {
        const expected = isAllowed(path, role);
        if (!expected) denied += 1;
        if (mayAsk(text, role) !== expected) wrong.push(`${role}: ${text}`);
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(denied).toBeGreaterThan(all.length);
  });

  test("hiding the way in fragments and aliases changes nothing", () => {
    // One in eleven of the ways; the walk above has seen them all written out.
    for (const { kind, path } of all.filter((_, index) => index % 11 === 0)) {
      const text = toText(kind, path, true, "");
      for (const role of ROLES) expect([text, mayAsk(text, role)]).toEqual([text, isAllowed(path, role)]);
    }
  });

  test("nothing that could be switched off by a variable is overlooked", () => {
    const text =
      "query ($no: Boolean!) { disputes { nodes { parties { nodes { person @include(if: $no) { idNumber @skip(if: true) } } } } } }";
    expect(ROLES.filter((role) => mayAsk(text, role))).toEqual(["AGENCY"]);
  });
});

describe("A6: a field nobody wrote a rule for", () => {
  test("does not exist today, nor a rule without a field, nor two rules for one", () => {
    expect(accessFaults(schema)).toEqual([]);
  });

  const planted = extendSchema(
    schema,
    parse(`
      extend type Person { address: String }
      extend type Query { everybody: [Person!]! }
      type NotaryRecord implements Node & AgencyRecord { ${recordFields()} }
    `),
  );

  test("is found, wherever it was planted: on a known type, at the root, or by a type that declares all fields anew", () => {
    const faults = accessFaults(planted);
    expect(faults).toContain("Person.address has no access rule");
    expect(faults).toContain("Query.everybody has no access rule");
    expect(faults).toContain("NotaryRecord.number has no access rule");
    expect(faults.filter((fault) => fault.startsWith("NotaryRecord"))).toHaveLength(
      Object.keys(recordInterface().getFields()).length,
    );
  });

  test("is open to nobody, and closes the way through the interface it came in by", () => {
    const straight = "{ dispute { parties { nodes { person { address } } } } }";
    const around = "{ dispute { records { nodes { number } } } }";
    expect(ROLES.filter((role) => mayAsk(straight, role, planted))).toEqual([]);
    expect(ROLES.filter((role) => mayAsk("{ everybody { maskedName } }", role, planted))).toEqual([]);
    expect(ROLES.filter((role) => mayAsk(around, role)).length).toBeGreaterThan(0);
    expect(ROLES.filter((role) => mayAsk(around, role, planted))).toEqual([]);
  });

  function recordInterface() {
    return schema.getType("AgencyRecord") as unknown as {
      getFields(): Record<string, { type: unknown; args: readonly unknown[] }>;
    };
  }

  function recordFields(): string {
    return Object.entries(recordInterface().getFields())
      .map(([name, { type }]) => `${name}: ${String(type)}`)
      .join(" ");
  }
});

describe("A2, A8: what a caller may say in a deed", () => {
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);

  test("never tells who the caller is: no input names an agency, an account or a region but as the deed's object", () => {
    const suspicious = inputs.flatMap((type) =>
      Object.keys(type.getFields())
        .filter((name) =>
          /agenc|agent|account|principal|caller|subject|holder|lead|owner|region|role|by$|user|token/i.test(name),
        )
        .map((name) => `${type.name}.${name}`),
    );
    expect(suspicious.toSorted()).toEqual([
      "AttachSubmissionInput.agent", // 代办人: a citizen who files for another
      "CloseAgencyInput.agencyCode", // the body that is closed, of the supervisor's own region
      "DeadlineFilter.agencyId", // narrows what is visible anyway
      "DeadlineFilter.regionCode",
      "DisputeFilter.regionCode", // narrows what is visible anyway
      "EvaluateDisputeInput.agency", // what the citizen said of the agencies
      "PartyInput.role", // role of a party in the quarrel
      "ReferralTargetInput.agencyCodes", // to whom the desk offers it
      "ReferralTargetInput.takesLead",
      "RegisterSubmissionInput.agent",
      "RegisterSubmissionInput.regionCode", // place of the matter, refused outside the clerk's region
      "RoutePreviewFilter.regionCode", // narrows what is visible anyway
    ]);
  });

  test("never sets what the hub derives: state of the dispute, versions, times of recording, verdicts", () => {
    const derived =
      /^(state|version|phase|outcome|recordedAt|registeredAt|closedAt|openedAt|endedAt|lastSequence|isReturned|isEvaluated|isReferred|isRepeat|traceCode|receiptNo|leadAgency)$/;
    const found = inputs.flatMap((type) =>
      Object.keys(type.getFields())
        .filter((name) => derived.test(name))
        .map((name) => `${type.name}.${name}`),
    );
    // The state a record opens in is the agency's own, judged by its workflow.
    expect(found).toEqual(["AcceptReferralInput.state"]);
  });

  test("is for each deed open to just the roles of that deed: no input type is shared by deeds of different roles", () => {
    const deeds = Object.values(schema.getMutationType()!.getFields());
    const rolesByInput = new Map<string, Set<string>>();
    for (const deed of deeds) {
      const roles = [...rolesOf("Mutation", deed.name)].toSorted().join();
      for (const argument of deed.args) note(getNamedType(argument.type), roles);
    }
    const shared = [...rolesByInput].filter(([, roles]) => roles.size > 1).map(([name]) => name);
    // Papers are named alike by the desk and by agencies.
    expect(shared).toEqual(["DocumentInput"]);

    function note(type: GraphQLNamedType, roles: string): void {
      if (!isInputObjectType(type)) return;
      rolesByInput.set(type.name, (rolesByInput.get(type.name) ?? new Set()).add(roles));
      for (const field of Object.values(type.getFields())) note(getNamedType(field.type), roles);
    }
  });
});

test("every type that has a global id can be told apart from every other, and is known to the table", () => {
  const nodes = schema.getPossibleTypes(schema.getType("Node") as never).map(({ name }) => name);
  expect(nodes.filter((name) => rolesOf(name, "id").size === 0)).toEqual([]);
  expect(nodes.every((name) => isObjectType(schema.getType(name)))).toBe(true);
});
