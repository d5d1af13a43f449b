import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { visibleInWindow } from "../access/visibility";
import { toWish, type PageArguments } from "../platform/connection";
import { root, type RootRead } from "../platform/read/reads";
import { Change } from "./change.entity";
import { SETTLED } from "./feed.store";

/**
 * A page of the feed; a cursor stays good for ever, so a reader that was down for a week goes on where it was. Two
 * thousand lines are looked at, in the statement that tells who may see them: a right that changes meanwhile is seen one
 * way for all.
 */
export const CHANGES: RootRead<HubContext, PageArguments> = root(
  () => Change,
  (page, context) => {
    const scope = `changes:${callerScope(context.caller)}`;
    const wish = toWish(context.hub.crypto, scope, page);
    return { conditions: [visibleInWindow(context.caller)], page: { ...wish, scope } };
  },
  {
    kind: "page",
    order: { properties: ["xid", "id"], direction: "asc" },
    window: { only: SETTLED, most: 2_000 },
  },
);
