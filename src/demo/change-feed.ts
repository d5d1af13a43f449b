import { setTimeout as pause } from "node:timers/promises";
import type { HubClient } from "./hub-client";

interface ChangesPage<Node> {
  readonly changes: {
    readonly nodes: readonly Node[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

const PAGE = 100;
/** A reader that finds nothing new asks less and less often, down to the slowest; news makes it quick again. */
const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 800;

/**
 * Follows the hub's change feed. The cursor is all the state there is: a change is handed on in the feed's order, and the
 * cursor moves only when the whole page has been taken in.
 */
export class ChangeFeed<Node> {
  private cursor: string | null = null;
  private isStopped = false;

  constructor(
    private readonly hub: HubClient,
    /** Selection of the node: what the client wants to know of a change. */
    private readonly fields: string,
  ) {}

  async follow(take: (node: Node) => void): Promise<void> {
    let pauseMs = SHORTEST_PAUSE_MS;
    while (!this.isStopped) {
      const { changes } = await this.hub.ask<ChangesPage<Node>>(
        `query ($after: String) { changes(first: ${PAGE}, after: $after) { nodes { ${this.fields} } pageInfo { endCursor hasNextPage } } }`,
        { after: this.cursor },
      );
      for (const node of changes.nodes) take(node);
      this.cursor = changes.pageInfo.endCursor ?? this.cursor;
      if (changes.pageInfo.hasNextPage) continue;
      pauseMs = changes.nodes.length > 0 ? SHORTEST_PAUSE_MS : Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS);
      await pause(pauseMs);
    }
  }

  stop(): void {
    this.isStopped = true;
  }
}
