import { setTimeout as pause } from "node:timers/promises";
import type { HubClient } from "./hub-client";

interface ChangesPage<Node> {
  readonly changes: {
    readonly nodes: readonly Node[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

const PAGE = 100;
const IDLE_MS = 150;

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
    while (!this.isStopped) {
      const { changes } = await this.hub.ask<ChangesPage<Node>>(
        `query ($after: String) { changes(first: ${PAGE}, after: $after) { nodes { ${this.fields} } pageInfo { endCursor hasNextPage } } }`,
        { after: this.cursor },
      );
      for (const node of changes.nodes) take(node);
      this.cursor = changes.pageInfo.endCursor ?? this.cursor;
      if (!changes.pageInfo.hasNextPage && !this.isStopped) await pause(IDLE_MS);
    }
  }

  stop(): void {
    this.isStopped = true;
  }
}
