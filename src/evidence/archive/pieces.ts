/** Takes bytes in pieces of wished lengths. */
export class Pieces {
  private readonly source: AsyncIterator<Buffer>;
  private part: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Buffer>) {
    this.source = bytes[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; undefined when there are fewer. They are held: ask for what is bounded. */
  async take(length: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    for await (const piece of this.stream(length)) parts.push(piece);
    const taken = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    return taken.length === length ? taken : undefined;
  }

  /** The next bytes as they come, at most `length` of them: fewer where the source ends. */
  async *stream(length: number): AsyncGenerator<Buffer> {
    for (let missing = length; missing > 0; ) {
      if (this.part.length === 0 && !(await this.more())) return;
      const piece = this.part.subarray(0, missing);
      this.part = this.part.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  /** Passes over bytes; false when there are fewer. */
  async skip(length: number): Promise<boolean> {
    let passed = 0;
    for await (const piece of this.stream(length)) passed += piece.length;
    return passed === length;
  }

  private async more(): Promise<boolean> {
    const { value, done } = await this.source.next();
    if (done) return false;
    this.part = value;
    return true;
  }
}
