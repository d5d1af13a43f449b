import type { Caller } from "./access/caller";
import { TOKEN_MINUTES, type TokenDesk } from "./access/token";
import type { Hub } from "./hub-parts";

export interface Announcement {
  readonly address: string;
  readonly tokens: TokenDesk;
  readonly users: readonly (Omit<Caller, "expiresAt"> & { readonly description: string })[];
  readonly parts: Hub;
}

/** Tells where to look and how to ask: the address, a query to paste, and a token for each demo user. */
export async function announce({ address, tokens, users, parts }: Announcement): Promise<void> {
  const idNumber = await findShowcase(parts);
  const lines = [
    "",
    "矛调中心枢纽已启动。",
    `  GraphQL 端点   ${address}/graphql`,
    `  接口浏览器     ${address}/explorer/`,
    "",
    `演示用户的令牌(${TOKEN_MINUTES} 分钟内有效;npm run token -- 用户名 可再签发):`,
  ];
  for (const user of users) lines.push("", `  ${user.subject}  ${user.description}`, `  ${await tokens.issue(user)}`);
  const clerk = users.find(({ role }) => role === "WINDOW_CLERK")!;
  if (idNumber)
    lines.push("", "一次查询一位当事人的全部纠纷(可直接粘贴):", "", curl(address, await tokens.issue(clerk), idNumber));
  lines.push("", "按 Ctrl-C 停止。");
  console.log(lines.join("\n"));
}

export const HISTORY_QUERY = `query History($idNumber: IdentityNumber!) {
  citizenHistory(idNumber: $idNumber, purpose: INTAKE) {
    person { name maskedIdNumber }
    disputes(first: 20) {
      nodes {
        traceCode title state leadOwner { name }
        records(first: 10) { nodes { line number stateLabel agency { name } } }
        timeline(first: 50) { nodes { occurredAt kind toState agency { name } } }
      }
    }
  }
}`;

function curl(address: string, token: string, idNumber: string): string {
  const body = JSON.stringify({ query: HISTORY_QUERY.replace(/\s+/g, " "), variables: { idNumber } });
  return [
    `curl -s ${address}/graphql \\`,
    "  -H 'content-type: application/json' \\",
    `  -H 'authorization: Bearer ${token}' \\`,
    `  -d '${body}'`,
  ].join("\n");
}

/** The number of an invented citizen with much to show. */
async function findShowcase({ db, crypto }: Hub): Promise<string | null> {
  const [person] = await db.query<{ id_sealed: string }>(
    `select p.id_sealed from
       (select id from dispute where left(region_code, 6) = '330482' order by opened_at desc, id desc limit 1000) d
       join party y on y.dispute_id = d.id and y.role = 'APPLICANT'
       join person p on p.id = y.person_id and p.id_kind = 'RESIDENT_ID'
      group by p.id order by count(*) desc, p.id limit 1`,
  );
  return person ? crypto.open(person.id_sealed) : null;
}
