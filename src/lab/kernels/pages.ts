import { type MissedMessages, missedMessages } from "./missedMessages";
import type { PageMessage } from "./pageMessage";

/** The pages of one kernel: those that are connected, and those that may come back. */
export interface Pages {
  /** A page has come, or come back: it gets what it missed. Returns how it leaves. */
  connect(session: string, send: (message: PageMessage) => void): () => void;
  /** Output and states go to every page, replies and questions to the page that asked. */
  send(message: PageMessage): void;
  readonly count: number;
}

/** Pages that went away are waited for; the one that left first is forgotten when there are more. */
const MOST_ABSENT = 8;
const MOST_MISSED_BYTES = 32 * 1024 * 1024;

type Listener = (message: PageMessage) => void;

/** No pages yet. */
export function noPages(): Pages {
  const present = new Map<string, Set<Listener>>();
  const absent = new Map<string, MissedMessages>();
  const leave = (session: string, listener: Listener) => {
    const listeners = present.get(session);
    listeners?.delete(listener);
    if (listeners?.size !== 0) return;
    present.delete(session);
    absent.set(session, missedMessages(MOST_MISSED_BYTES));
    if (absent.size > MOST_ABSENT) absent.delete(absent.keys().next().value!);
  };
  return {
    connect(session, send) {
      for (const message of absent.get(session)?.take() ?? []) send(message);
      absent.delete(session);
      const listeners = present.get(session) ?? new Set();
      present.set(session, listeners.add(send));
      return () => leave(session, send);
    },
    send(message) {
      const asked = message.channel === "iopub" ? undefined : message.parent.session;
      for (const [session, listeners] of present)
        if (asked === undefined || asked === session) for (const listener of listeners) listener(message);
      for (const [session, missed] of absent)
        if (asked === undefined || asked === session) missed.add(message);
    },
    get count() {
      return [...present.values()].reduce((sum, { size }) => sum + size, 0);
    },
  };
}
