import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GraphQLObjectType, GraphQLSchema } from "graphql";
import { rolesOf } from "../src/access/access.check";
import { ROLE_LABELS, type Role } from "../src/access/caller";
import { buildHubSchema } from "../src/schema";

// Who may do what is decided by people who do not read code. The page says it in their words, and the tests ask the hub
// for every cell of it over HTTP, so a right that was given without anybody noticing turns both red.
// To see the check fail: add a role to one row of src/access/access.table.ts and run this with --check.

export const ROLE_MATRIX_FILE = join(__dirname, "..", "docs", "role-matrix.md");

export const CELLS = { ALLOWED: "允许", FORBIDDEN: "禁止", UNAUTHENTICATED: "须登录" } as const;
export type Cell = keyof typeof CELLS;

/** Callers whose token is worth nothing, whatever it says. */
export const BAD_TOKENS = { EXPIRED: "过期令牌", FORGED: "伪造令牌" } as const;

export const ROLES = Object.keys(ROLE_LABELS) as Role[];

/** Fields that tell who somebody is, how to reach them, or what was said in confidence. */
export const SENSITIVE_FIELDS = [
  "CaseDocument.name",
  "CitizenHistory.person",
  "Dispute.title",
  "Evaluation.remark",
  "LegalAidRecord.lawyer",
  "MediationRecord.mediator",
  "Party.person",
  "Person.birthOn",
  "Person.idNumber",
  "Person.maskedIdNumber",
  "Person.maskedName",
  "Person.maskedPhone",
  "Person.name",
  "Person.phone",
  "Referral.reason",
  "ReferralCandidate.returnNote",
  "StatusRecorded.number",
  "Submission.agent",
  "Submission.agentAuthorisation",
  "Submission.applicant",
  "Submission.content",
  "SubmissionRegistered.followCode",
  "TimelineEvent.note",
  "WaitingStatus.toState",
] as const;

export function roleMatrixPage(schema: GraphQLSchema): string {
  const roots: readonly (readonly [string, GraphQLObjectType | null | undefined])[] = [
    ["查询 Query", schema.getQueryType()],
    ["办理 Mutation", schema.getMutationType()],
    ["推送 Subscription", schema.getSubscriptionType()],
  ];
  return [
    "# 角色权限表 Role matrix",
    "",
    "<!-- prettier-ignore-start -->",
    "",
    "Printed by `node -r @swc-node/register scripts/print-role-matrix.ts` from the table the hub runs",
    "(`src/access/access.table.ts`); change the table, not this page. The tests ask the hub for every cell over HTTP.",
    "",
    `- **${CELLS.ALLOWED}**: the deed or query is carried out, within what the caller may see (below).`,
    `- **${CELLS.FORBIDDEN}** \`FORBIDDEN\`: the caller is known and may not.`,
    `- **${CELLS.UNAUTHENTICATED}** \`UNAUTHENTICATED\`: without a token that holds, nothing is even looked at.`,
    "",
    ...roots.flatMap(([title, type]) => (type ? [`## ${title}`, "", ...rootTable(type), ""] : [])),
    "## 涉及个人信息的字段 Sensitive fields",
    "",
    "Whatever way leads to them. Notes of mediation, inspection and hotline are closed to other lines besides (人民调解法15), and",
    "who makes a report to all but the desk, who handles it and who knew him before (劳动保障监察条例9, ADR 0018).",
    "",
    ...fieldTable(schema),
    "",
    "## 可见范围 Which disputes",
    "",
    "| 角色 | 范围 |",
    "| --- | --- |",
    ...ROLES.map((role) => `| ${nameOf(role)} | ${SCOPES[role]} |`),
    "",
    "<!-- prettier-ignore-end -->",
    "",
  ].join("\n");
}

const SCOPES: Readonly<Record<Role, string>> = {
  WINDOW_CLERK: "本辖区及其下级区域的纠纷",
  SUPERVISOR: "本辖区及其下级区域的纠纷",
  AUDITOR: "本辖区及其下级区域的纠纷",
  ADMINISTRATOR: "无",
  AGENCY: "已分流给本机关、尚待答复或者已由本机关接收的纠纷;退回后、由其他机关接收后即不再可见",
  REPORTING: "本辖区及其下级区域的纠纷,不含当事人",
  PUBLIC: "无;凭回执上的查询码只看该次提交的进展",
};

function rootTable(type: GraphQLObjectType): string[] {
  const columns = [...ROLES.map(nameOf), ...Object.values(BAD_TOKENS)];
  return [
    `| 接口 | 说明 | ${columns.join(" | ")} |`,
    `| --- | --- | ${columns.map(() => "---").join(" | ")} |`,
    ...Object.values(type.getFields()).map((field) => {
      const cells = [
        ...ROLES.map((role) => cellFor(type.name, field.name, role)),
        ...Object.values(BAD_TOKENS).map(() => CELLS.UNAUTHENTICATED),
      ];
      return `| \`${field.name}\` | ${(field.description ?? "").split(":")[0]} | ${cells.join(" | ")} |`;
    }),
  ];
}

function cellFor(type: string, field: string, role: Role): string {
  if (rolesOf(type, field).has(role)) return CELLS.ALLOWED;
  return role === "PUBLIC" ? CELLS.UNAUTHENTICATED : CELLS.FORBIDDEN;
}

function fieldTable(schema: GraphQLSchema): string[] {
  return [
    `| 字段 | 说明 | ${ROLES.map(nameOf).join(" | ")} |`,
    `| --- | --- | ${ROLES.map(() => "---").join(" | ")} |`,
    ...SENSITIVE_FIELDS.map((place) => {
      const [type, name] = place.split(".") as [string, string];
      const field = (schema.getType(type) as GraphQLObjectType | undefined)?.getFields()[name];
      if (!field) throw new Error(`the schema has no ${place}; take it out of SENSITIVE_FIELDS`);
      const cells = ROLES.map((role) => (rolesOf(type, name).has(role) ? CELLS.ALLOWED : CELLS.FORBIDDEN));
      return `| \`${place}\` | ${(field.description ?? "").split(":")[0]} | ${cells.join(" | ")} |`;
    }),
  ];
}

function nameOf(role: Role): string {
  return `${ROLE_LABELS[role]} \`${role}\``;
}

/** Whether the page on disk says something else than the table. */
export function hasDrifted(schema: GraphQLSchema): boolean {
  return !existsSync(ROLE_MATRIX_FILE) || readFileSync(ROLE_MATRIX_FILE, "utf8") !== roleMatrixPage(schema);
}

if (require.main === module) {
  const schema = buildHubSchema();
  if (!process.argv.includes("--check")) writeFileSync(ROLE_MATRIX_FILE, roleMatrixPage(schema));
  else if (hasDrifted(schema)) {
    console.error("docs/role-matrix.md does not agree with the access table");
    process.exitCode = 1;
  }
}
