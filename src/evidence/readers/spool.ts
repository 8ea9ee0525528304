import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A file of our own, outside the evidence, for what the engine can only read from disk. */
export class Spool {
  private folder: string | undefined;
  private stream: ReturnType<typeof createWriteStream> | undefined;

  async write(text: string): Promise<void> {
    const stream = this.open();
    if (!stream.write(text)) await new Promise<void>((resolve) => stream.once("drain", () => resolve()));
  }

  async copy(bytes: AsyncIterable<Buffer>): Promise<void> {
    await pipeline(Readable.from(bytes), this.open());
  }

  /** Ends writing; returns the file's path. */
  async close(): Promise<string> {
    const stream = this.open();
    if (!stream.writableFinished) await new Promise<void>((resolve) => stream.end(() => resolve()));
    return join(this.folder!, "spool");
  }

  async remove(): Promise<void> {
    if (this.folder === undefined) return;
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }

  private open(): ReturnType<typeof createWriteStream> {
    this.folder ??= mkdtempSync(join(tmpdir(), "huntbook-spool-"));
    this.stream ??= createWriteStream(join(this.folder, "spool"));
    return this.stream;
  }
}
