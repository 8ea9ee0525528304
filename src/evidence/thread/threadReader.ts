import { once } from "node:events";
import { extname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { IssueSink } from "../../core/issue";
import type { RowBlock } from "../../engine/rowBlock";
import type { Kind } from "../detectKind";
import type { EventWriter } from "../eventTable";
import type { Source } from "../unpack";
import type { FromThread, ToThread } from "./messages";

/** Pieces of bytes on their way to the thread: it never waits, and memory stays bounded. */
const MOST_UNDER_WAY = 8;

/** Where the rows and issues of a stream go. */
interface Target {
  readonly events: EventWriter;
  readonly issues: IssueSink;
  hostOf(path: string): string | null;
}

interface Job extends Target {
  settle(failure?: string): void;
}

/**
 * Reads streams of events in a thread of its own, while this one writes their rows: what comes out is the same as
 * without it, sooner.
 */
export class ThreadReader {
  private job: Job | undefined;
  private underWay = 0;
  private wake: () => void = () => {};
  /** Why the thread is gone, once it is. */
  private fault: string | undefined;

  private constructor(private readonly worker: Worker) {
    worker.on("message", (message: FromThread) => this.take(message));
    worker.on("error", (error: Error) => this.lose(error.message));
    worker.on("exit", () => this.lose("reading thread has ended"));
  }

  /** Starts the thread; `undefined` where there can be none. */
  static async start(): Promise<ThreadReader | undefined> {
    try {
      const extension = extname(__filename);
      const typescript = extension === ".ts" ? { execArgv: ["--require", "tsx/cjs"] } : {};
      const worker = new Worker(join(__dirname, `readThread${extension}`), typescript);
      await once(worker, "message");
      return new ThreadReader(worker);
    } catch {
      return undefined;
    }
  }

  /** Whether the thread still runs. */
  get isAlive(): boolean {
    return this.fault === undefined;
  }

  /** Reads one stream of events; throws what reading it here would throw. One at a time. */
  async read(kind: Kind, { path, bytes }: Source, target: Target): Promise<void> {
    const failure = new Promise<string | undefined>((resolve) => {
      this.job = { ...target, settle: resolve };
    });
    this.underWay = 0;
    this.post({ type: "start", kind, path, host: target.hostOf(path), firstRow: target.events.nextRow });
    const fed = this.feed(bytes);
    const reason = await failure;
    this.job = undefined;
    this.wake();
    await fed;
    if (reason !== undefined) throw new Error(reason);
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  /** Sends the bytes until they end, or until the thread has had enough of them. */
  private async feed(bytes: AsyncIterable<Buffer>): Promise<void> {
    try {
      for await (const piece of bytes) {
        await this.room();
        if (this.job === undefined) return;
        const copy = new Uint8Array(piece);
        this.underWay += 1;
        this.post({ type: "bytes", bytes: copy }, [copy.buffer]);
      }
      this.post({ type: "end" });
    } catch (error) {
      this.post({ type: "end", failure: (error as Error).message });
    }
  }

  private async room(): Promise<void> {
    while (this.underWay >= MOST_UNDER_WAY && this.job !== undefined) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private take(message: FromThread): void {
    const { job } = this;
    if (message.type === "rows") this.write(message.block);
    else if (message.type === "issue") job?.issues(message.issue);
    else if (message.type === "done") job?.settle(message.failure);
    else if (message.type === "taken") {
      this.underWay -= 1;
      this.wake();
    }
  }

  /** Rows that cannot be written end the thread: it must not go on reading what nobody takes. */
  private write(block: RowBlock): void {
    try {
      this.job?.events.addBlock(block);
    } catch (error) {
      this.lose((error as Error).message);
      void this.stop();
    }
  }

  private lose(fault: string): void {
    this.fault ??= fault;
    this.job?.settle(this.fault);
  }

  private post(message: ToThread, transfer: ArrayBuffer[] = []): void {
    this.worker.postMessage(message, transfer);
  }
}
