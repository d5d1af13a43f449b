/** Something in a question about the law cannot be read; told in Chinese, with the option at fault. */
export class LawInputFault extends Error {
  override readonly name = "LawInputFault";

  constructor(
    readonly code: "LAW_INPUT_INVALID" | "LAW_INPUT_MISSING" | "LAW_OPTION_UNKNOWN",
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
