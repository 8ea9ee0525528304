/** A fault in a rule file, with its place. */
export class SigmaError extends SyntaxError {
  /**
   * `path` is the file, `line` and `column` count from 1; `keys` lead to the faulty part of the document, for whoever
   * knows the document and can look the place up.
   */
  constructor(
    message: string,
    readonly keys: readonly (string | number)[] = [],
    /** Characters behind the start of that part. */
    readonly offset = 0,
  ) {
    super(message);
    this.name = "SigmaError";
  }
}
