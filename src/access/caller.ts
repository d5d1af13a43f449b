import type { Line } from "../agencies/workflow.rules";

export type Role = "WINDOW_CLERK" | "SUPERVISOR" | "AUDITOR" | "ADMINISTRATOR" | "AGENCY" | "REPORTING" | "PUBLIC";

export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  WINDOW_CLERK: "窗口工作人员",
  SUPERVISOR: "督办负责人",
  AUDITOR: "审计员",
  ADMINISTRATOR: "系统管理员",
  AGENCY: "承办机关系统",
  REPORTING: "报表工具",
  PUBLIC: "公众(未登录)",
};

/** Staff of the centre who work on disputes. */
export const DESK: readonly Role[] = ["WINDOW_CLERK", "SUPERVISOR"];

/** Who is asking. Everything in it comes from the verified token, never from a request's body. */
export interface Caller {
  readonly role: Role;
  /** Stable name of the account or client. */
  readonly subject: string;
  /** Region whose subtree the caller may see; null sees none. */
  readonly regionCode: string | null;
  /** The one agency an AGENCY caller writes for. */
  readonly agency: { readonly id: string; readonly code: string; readonly line: Line } | null;
  /** When the token ends; null for the public. */
  readonly expiresAt: Date | null;
}

export const PUBLIC_CALLER: Caller = {
  role: "PUBLIC",
  subject: "public",
  regionCode: null,
  agency: null,
  expiresAt: null,
};

/** Whose idempotency keys and cursors these are: two callers' never meet. */
export function callerScope(caller: Caller): string {
  return caller.agency ? `agency:${caller.agency.id}` : `${caller.role}:${caller.subject}`;
}
