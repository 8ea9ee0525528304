import { type MessagePort, parentPort } from "node:worker_threads";
import type { Appender } from "../../engine/engine";
import { type ColumnBlock, RowBuffer } from "../../engine/rowBlock";
import { ByteStream } from "../byteStream";
import { EventWriter, RECORD_KINDS } from "../eventTable";
import type { TableTarget } from "../readers/reader";
import { READERS } from "../readers/readers";
import { ByteQueue } from "./byteQueue";
import type { FromThread, ToThread } from "./messages";

/** Begins to serve a {@link ThreadReader}: this file is what its thread runs. */
function serve(port: MessagePort): void {
  const post = (message: FromThread, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  let queue = new ByteQueue(() => {});
  port.on("message", (message: ToThread) => {
    if (message.type === "bytes") queue.push(message.bytes);
    else if (message.type === "end") queue.end(message.failure);
    else {
      queue = new ByteQueue(() => post({ type: "taken" }));
      void readStream(message, new ByteStream(queue), post);
    }
  });
  post({ type: "ready" });
}

type Post = (message: FromThread, transfer?: ArrayBuffer[]) => void;

async function readStream(
  { kind, path, host, firstRow }: ToThread & { readonly type: "start" },
  bytes: ByteStream,
  post: Post,
): Promise<void> {
  const events = new EventWriter(blockPoster(post), firstRow);
  let failure: string | undefined;
  try {
    await READERS[kind](
      { path, bytes, file: undefined },
      { events, issues: (issue) => post({ type: "issue", issue }), hostOf: () => host, tables: NO_TABLES },
    );
  } catch (error) {
    failure = (error as Error).message;
  }
  events.close();
  post({ type: "done", ...(failure === undefined ? {} : { failure }) });
}

/** Posts rows in blocks. Their bytes are copied once, since the buffer goes on with its own, and then handed over. */
function blockPoster(post: Post): Appender {
  const buffer = new RowBuffer(RECORD_KINDS);
  const flush = () => {
    if (buffer.rows === 0) return;
    const { rows, columns } = buffer.take();
    const copies = columns.map(copyOf);
    post(
      { type: "rows", block: { rows, columns: copies } },
      copies.flatMap((column) => Object.values(column).map(({ buffer }) => buffer as ArrayBuffer)),
    );
  };
  return {
    append(cells) {
      if (buffer.append(cells)) flush();
    },
    appendBlock(block) {
      flush();
      post({ type: "rows", block });
    },
    close: flush,
  };
}

function copyOf({ bytes, starts, sizes, nulls }: ColumnBlock): ColumnBlock {
  return {
    bytes: Uint8Array.prototype.slice.call(bytes),
    ...(starts === undefined || sizes === undefined ? {} : { starts: starts.slice(), sizes: sizes.slice() }),
    ...(nulls === undefined ? {} : { nulls }),
  };
}

/** Only streams of events are read here. */
const NO_TABLES: TableTarget = {
  load() {
    throw new Error("read: the first value is an event and no event");
  },
};

if (parentPort !== null) serve(parentPort);
