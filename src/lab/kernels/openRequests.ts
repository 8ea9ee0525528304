import { newHeader } from "../../notebook/client/wire";
import { noteFor } from "./missedMessages";
import type { PageMessage } from "./pageMessage";

/** Requests to a kernel whose answer has not come yet. */
export interface OpenRequests {
  asked(message: PageMessage): void;
  answered(message: PageMessage): void;
  /** Whether a kernel that just ended was running something. */
  readonly size: number;
  /**
   * What the pages are told instead of the answers when the kernel has ended: a note in the cells that were running or
   * waiting, their state idle, and a reply that says aborted. Without it a cell would be shown as running for ever.
   */
  abort(note?: string): PageMessage[];
}

/** Nothing asked yet. */
export function openRequests(): OpenRequests {
  const open = new Map<string, PageMessage>();
  return {
    asked(message) {
      if (message.channel === "shell") open.set(message.header.msg_id, message);
    },
    answered({ channel, parent }) {
      if (channel === "shell") open.delete(parent.msg_id ?? "");
    },
    get size() {
      return open.size;
    },
    abort(note) {
      const messages = [...open.values()].flatMap((request) => abortion(request, note));
      open.clear();
      return messages;
    },
  };
}

function abortion({ header }: PageMessage, note: string | undefined): PageMessage[] {
  const answer = (channel: "iopub" | "shell", type: string, content: Record<string, unknown>) => ({
    ...{ channel, content, parent: header, metadata: {}, buffers: [] },
    header: newHeader(type, header.session),
  });
  const isCell = header.msg_type === "execute_request";
  return [
    ...(isCell && note !== undefined ? [noteFor({ parent: header }, note)] : []),
    answer("shell", header.msg_type.replace(/_request$/, "_reply"), { status: "aborted" }),
    answer("iopub", "status", { execution_state: "idle" }),
  ];
}
