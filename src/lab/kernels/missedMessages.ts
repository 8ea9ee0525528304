import { newHeader } from "../../notebook/client/wire";
import { type PageMessage, packV1 } from "./pageMessage";

/** What a page missed while its connection was down. */
export interface MissedMessages {
  add(message: PageMessage): void;
  /** All of it in order; where output had to be left out, a note stands in the cell. */
  take(): PageMessage[];
}

/**
 * Keeps messages until `limit` bytes are full. Behind that, output is left out, but replies and states of the kernel
 * are kept: a page that waits for a cell's end must get it.
 */
export function missedMessages(limit: number): MissedMessages {
  let kept: PageMessage[] = [];
  let bytes = 0;
  const noted = new Set<string>();
  return {
    add(message) {
      const size = packV1(message).length;
      if (bytes + size <= limit) {
        bytes += size;
        kept.push(message);
      } else if (message.channel !== "iopub" || message.header.msg_type === "status") {
        kept.push(message);
      } else if (!noted.has(message.parent.msg_id ?? "")) {
        noted.add(message.parent.msg_id ?? "");
        kept.push(noteFor(message, "Output from here on was left out: the page was away for too long."));
      }
    },
    take() {
      const all = kept;
      kept = [];
      bytes = 0;
      noted.clear();
      return all;
    },
  };
}

/** A line on the error stream of the cell that a message belongs to. */
export function noteFor({ parent }: Pick<PageMessage, "parent">, text: string): PageMessage {
  return {
    channel: "iopub",
    header: newHeader("stream", parent.session ?? ""),
    parent,
    metadata: {},
    content: { name: "stderr", text: `[huntbook] ${text}\n` },
    buffers: [],
  };
}
