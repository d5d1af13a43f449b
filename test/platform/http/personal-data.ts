// A citizen who does not exist, and the check that nothing of him is in a text.

export const CITIZEN = "110101199001011237";
export const OLD_NUMBER = "110101900101123";
export const MOBILE = "13812345678";
export const NAME = "欧阳修远";

export function expectNothingPersonal(text: string): void {
  for (const secret of [CITIZEN, OLD_NUMBER, MOBILE, NAME]) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/\d{15,}/);
}

/** An error as node-postgres makes it, with everything PostgreSQL says about the row. */
export function pgError(code: string, message: string, more: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(message), {
    name: "error",
    code,
    severity: "ERROR",
    detail: `Key (id_number, name)=(${CITIZEN}, ${NAME}) already exists.`,
    hint: `try ${MOBILE}`,
    where: `COPY person, line 3: "${CITIZEN}"`,
    table: "person",
    constraint: "person_id_number_key",
    file: "nbtinsert.c",
    routine: "_bt_check_unique",
    ...more,
  });
}
