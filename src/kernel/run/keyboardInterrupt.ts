/** A cell was stopped by its user; under the name that front ends know from Python. */
export class KeyboardInterrupt extends Error {
  override readonly name = "KeyboardInterrupt";

  constructor() {
    super("the cell was interrupted");
    this.stack = `${this.name}: ${this.message}`;
  }
}
