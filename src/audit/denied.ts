import { Kind, OperationTypeNode, type OperationDefinitionNode } from "graphql";
import type { Caller } from "../access/caller";
import type { Hub } from "../hub-parts";

/**
 * Leaves a line for a deed the caller's role may not do. Nothing was locked or changed, so the line is written on its own
 * and the refusal does not wait for it.
 */
export function recordDenied(hub: Hub, caller: Caller, operation: OperationDefinitionNode): void {
  if (operation.operation !== OperationTypeNode.MUTATION) return;
  const deeds = operation.selectionSet.selections.flatMap((field) =>
    field.kind === Kind.FIELD ? [field.name.value] : [],
  );
  hub.db
    .query(
      `insert into audit_entry (id, at, principal, role, action, verdict, request_id)
       values ($1, $2, $3, $4, $5, 'FORBIDDEN', '')`,
      [hub.ids.uuid(), hub.clock.now(), caller.subject, caller.role, deeds.join(" ")],
    )
    .catch((error: unknown) => hub.log.error({ err: error }, "a denied deed could not be entered in the trail"));
}
