/** Bytes that one side pushes and the other one iterates over, each at its own pace. For one reader. */
export class ByteQueue implements AsyncIterable<Buffer> {
  private readonly pieces: Buffer[] = [];
  private isEnded = false;
  private failure: string | undefined;
  private wake: () => void = () => {};

  /** `taken` is called for each piece that the reader takes. */
  constructor(private readonly taken: () => void) {}

  push(bytes: Uint8Array): void {
    this.pieces.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    this.wake();
  }

  /** Nothing more comes; the reader gets an error behind the last piece when `failure` says why. */
  end(failure?: string): void {
    this.isEnded = true;
    this.failure = failure;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const piece = this.pieces.shift();
      if (piece !== undefined) {
        this.taken();
        yield piece;
      } else if (!this.isEnded) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      } else if (this.failure !== undefined) throw new Error(this.failure);
      else return;
    }
  }
}
