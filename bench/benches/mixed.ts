import type { Line } from "../../src/agencies/workflow.rules";
import { COUNTIES } from "../fill/centre";
import type { Server } from "../ground/servers";
import type { Plan, Request } from "../load/load";
import type { Bench, Inside } from "./bench";
import { ask } from "./compare";
import { detailRequests } from "./dispute";
import { historyRequests } from "./history";
import { categoryRequests, changeRequests, wordRequests } from "./lists";
import { movingRecords, statusPlan } from "./status";
import { agencyRequests, deskRequests } from "./worklist";

const REGISTER = `mutation Register($input: RegisterSubmissionInput!) {
  registerSubmission(input: $input) {
    ... on SubmissionRegistered { traceCode receiptNo disputeVersion }
    ... on SimilarDisputesFound { message }
    ... on Refused { code message }
  }
}`;

const LINES: readonly Line[] = ["PETITION", "LITIGATION", "MEDIATION", "ARBITRATION", "LEGAL_AID"];
const [READS, WRITES] = [90, 10];

/**
 * A working day: the desk looks up citizens, opens disputes and lists them, the agencies read their work and the feed; and
 * in the other scenario one request in ten writes, the five lines their statuses and the desk new submissions.
 */
export const mixedBench: Bench = {
  name: "mixed",
  disputes: 50_000,
  servers: ["hub"],
  takesTurns: true,
  async scenarios(inside) {
    const compare = async ([server]: readonly Server[]) => {
      for (const { plan } of await reads(inside, server!)) await ask(server!, plan.requests[0]!);
      return "every kind of request is answered";
    };
    return [
      {
        name: "reads alone",
        connections: 16,
        plan: async (server) => ({ kind: "mixed", parts: await reads(inside, server) }),
        compare,
      },
      {
        name: `${READS} % reads, ${WRITES} % writes`,
        connections: 16,
        plan: async (server) => ({
          kind: "mixed",
          parts: [...(await reads(inside, server)), ...(await writes(inside))],
        }),
        compare,
      },
    ];
  },
};

async function reads(inside: Inside, server: Server) {
  const part = (share: number, label: string, requests: readonly Request[]) => ({
    share,
    plan: { kind: "reads" as const, label, requests },
  });
  return [
    part(35, "history", await historyRequests(inside)),
    part(10, "dispute", await detailRequests(inside)),
    part(5, "worklist of the desk", await deskRequests(inside)),
    part(15, "worklist of agencies", await agencyRequests(inside)),
    part(5, "disputes by category", await categoryRequests(inside)),
    part(10, "disputes by words", await wordRequests(inside)),
    part(10, "changes", await changeRequests(server, inside)),
  ];
}

async function writes(inside: Inside): Promise<{ share: number; plan: Plan }[]> {
  const counters = COUNTIES.map(async ({ code, places }) => ({
    token: await inside.tokens.clerk(code),
    regionCode: places[0]!,
  }));
  const registrations: Plan = {
    kind: "registrations",
    label: "register",
    operationName: "Register",
    query: REGISTER,
    counters: await Promise.all(counters),
  };
  const statuses = LINES.map(async (line) => {
    const moving = await movingRecords(inside, line);
    const share = (WRITES * 0.8) / LINES.length;
    return { share, plan: statusPlan(moving.map(({ token, record }) => ({ token, records: [record] }))) };
  });
  return [...(await Promise.all(statuses)), { share: WRITES * 0.2, plan: registrations }];
}
