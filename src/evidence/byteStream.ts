/** Bytes of one file or archive member, forward only, with a look at the beginning. */
export class ByteStream implements AsyncIterable<Buffer> {
  private head: Buffer[] = [];
  private readonly source: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** The first bytes, at most `length`, without taking them. */
  async peek(length: number): Promise<Buffer> {
    while (this.head.reduce((sum, part) => sum + part.length, 0) < length) {
      const { value, done } = await this.source.next();
      if (done) break;
      this.head.push(value);
    }
    this.head = [Buffer.concat(this.head)];
    return this.head[0]!.subarray(0, length);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    try {
      for (const part of this.head) if (part.length > 0) yield part;
      this.head = [];
      for (let next = await this.source.next(); !next.done; next = await this.source.next()) yield next.value;
    } finally {
      await this.cancel();
    }
  }

  /** Leaves the rest unread and frees the file behind it. */
  async cancel(): Promise<void> {
    await this.source.return?.();
  }

  /** Everything at once. Throws a `RangeError` beyond `limit` bytes. */
  async all(limit: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of this) {
      size += part.length;
      if (size > limit)
        throw new RangeError(`read: file must be at most ${limit} bytes of this kind, got more`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  }
}
