/** A cell that did not run, because of what the compiler found. */
export class CellFailure extends Error {
  constructor(
    override readonly name: "TypeScriptError" | "SyntaxError",
    /** Each with its place and the line of code. */
    readonly faults: readonly string[],
  ) {
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
    super(`${faults[0]?.split("\n")[0]}${more}`);
  }
}
