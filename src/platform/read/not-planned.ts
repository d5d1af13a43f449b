/** The operation asks for something that only its resolver can tell; the loaders serve it. */
export class NotPlanned extends Error {
  override readonly name = "NotPlanned";
}
