/** The answer of a rule: yes with what is to change, or no with a reason. Rules never throw for a "no". */
export type Decision<Change, Refusal> =
  { readonly ok: true; readonly change: Change } | { readonly ok: false; readonly refusal: Refusal };

export function allow<Change>(change: Change): { readonly ok: true; readonly change: Change } {
  return { ok: true, change };
}

export function refuse<Refusal>(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}
