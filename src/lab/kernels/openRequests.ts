import { newHeader } from "../../notebook/client/wire";
import { noteFor } from "./missedMessages";
import type { PageMessage } from "./pageMessage";

/** Requests to a kernel whose answer has not come yet. */
export interface OpenRequests {
  asked(message: PageMessage, session: string): void;
  answered(message: PageMessage): void;
  /** The page that a reply or a question is for; undefined when nobody is known to wait for it. */
  askerOf(message: PageMessage): string | undefined;
  /**
   * What the pages are told instead of the answers when the kernel has ended: a note in the cells that were running or
   * waiting, their state idle, and a reply that says aborted. Without it a cell would be shown as running for ever.
   */
  abort(note?: string): { message: PageMessage; session: string }[];
}

/** Nothing asked yet. */
export function openRequests(): OpenRequests {
  const open = new Map<string, { message: PageMessage; session: string }>();
  return {
    asked(message, session) {
      // Messages of widgets are never answered.
      const isRequest = message.header.msg_type.endsWith("_request");
      if (isRequest) open.set(message.header.msg_id, { message, session });
    },
    answered({ channel, parent }) {
      if (channel === "shell" || channel === "control") open.delete(parent.msg_id ?? "");
    },
    askerOf: ({ parent }) => open.get(parent.msg_id ?? "")?.session,
    abort(note) {
      const all = [...open.values()];
      open.clear();
      return all.flatMap(({ message, session }) =>
        abortion(message, note).map((part) => ({ message: part, session })),
      );
    },
  };
}

function abortion({ channel: asked, header }: PageMessage, note: string | undefined): PageMessage[] {
  const answer = (channel: PageMessage["channel"], type: string, content: Record<string, unknown>) => ({
    ...{ channel, content, parent: header, metadata: {}, buffers: [] },
    header: newHeader(type, header.session),
  });
  const isCell = header.msg_type === "execute_request";
  return [
    ...(isCell && note !== undefined ? [noteFor({ parent: header }, note)] : []),
    answer(asked, header.msg_type.replace(/_request$/, "_reply"), { status: "aborted" }),
    answer("iopub", "status", { execution_state: "idle" }),
  ];
}
