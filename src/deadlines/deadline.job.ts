import type { Hub } from "../hub-parts";
import type { Job } from "../platform/jobs";
import { settleNotices } from "./calendar.command";
import { workOffBacklog } from "./clock-backlog.command";
import { sweepOverdue } from "./sweep.command";

/** Records or deadlines of one transaction: their disputes are held no longer than by a batch of statuses. */
const BATCH = 300;

/** Counts anew what a notice or a change of law has touched, then tells of what has passed. */
export function deadlineJob(hub: Hub): Job {
  return {
    name: "deadlines",
    when: "* * * * *",
    async work(isStopping) {
      await settleNotices(hub);
      while (!isStopping() && (await workOffBacklog(hub, BATCH)) > 0);
      while (!isStopping()) {
        const { isDone } = await sweepOverdue(hub, BATCH);
        if (isDone) return;
      }
    },
  };
}
