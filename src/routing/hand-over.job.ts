import type { Hub } from "../hub-parts";
import type { Job } from "../platform/jobs";
import { MOST_HANDED_OVER } from "./close-agency.command";
import { handOverNext } from "./hand-over.command";

/** What a closed agency had more of than one deed hands over. */
export function handOverJob(hub: Hub): Job {
  return {
    name: "succession",
    when: "* * * * *",
    async work(isStopping) {
      while (!isStopping() && (await handOverNext(hub, MOST_HANDED_OVER)));
    },
  };
}
