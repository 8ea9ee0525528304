import type { ChannelName } from "./channels";
import type { Message } from "./wire";

/** How a kernel answered a request. */
export interface Reply {
  readonly content: Record<string, unknown>;
  /** False when the kernel never said that it was idle again: then output may be missing. */
  readonly complete: boolean;
  /** When it began, ended and answered; ISO 8601, by our clock. */
  readonly busyAt: string;
  readonly idleAt: string;
  readonly repliedAt: string;
}

/** A request under way. */
export interface PendingRequest {
  /** Takes a message whose parent is this request. */
  take(channel: ChannelName, message: Message): void;
  /** Resolves when both the reply and the state "idle" have come. */
  readonly done: Promise<Reply>;
}

/**
 * Follows a request until it is answered and all its output has come.
 *
 * A reply can overtake output, so the state "idle" is awaited too. A kernel that drops messages may drop that one:
 * then the request counts as done, but not complete, after `graceMs` without a message behind the reply; without `graceMs` it never is.
 */
export function followRequest(onMessage: (message: Message) => void, graceMs?: number): PendingRequest {
  let finish: (reply: Reply) => void;
  const done = new Promise<Reply>((resolve) => {
    finish = resolve;
  });
  let reply: { content: Record<string, unknown>; at: string } | undefined;
  let busyAt = now();
  let idleAt: string | undefined;
  let grace: NodeJS.Timeout | undefined;
  let settled = false;
  const settle = (complete: boolean) => {
    settled = true;
    const { content, at } = reply!;
    finish({ content, complete, busyAt, idleAt: idleAt ?? now(), repliedAt: at });
  };
  const take = (channel: ChannelName, message: Message) => {
    const { msg_type: type } = message.header;
    // A question on the way is no reply.
    if (channel === "stdin") return;
    if (channel !== "iopub") reply ??= { content: message.content, at: now() };
    else if (type !== "status") onMessage(message);
    else if (message.content.execution_state === "busy") busyAt = now();
    else if (message.content.execution_state === "idle") idleAt = now();
    clearTimeout(grace);
    if (reply === undefined || settled) return;
    if (idleAt !== undefined) settle(true);
    else if (graceMs !== undefined) grace = setTimeout(settle, graceMs, false);
  };
  return { take, done };
}

function now(): string {
  return new Date().toISOString();
}
