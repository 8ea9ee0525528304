/** A kernel did not start, died, or took longer than allowed. */
export class KernelError extends Error {
  override readonly name = "KernelError";

  constructor(
    readonly kind: "start" | "died" | "timeout",
    message: string,
    /** The last lines that the kernel's process printed; empty for none. */
    readonly log = "",
  ) {
    super(message);
  }
}
