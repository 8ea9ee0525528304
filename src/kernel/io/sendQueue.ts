/** A socket that sends one message at a time. */
export interface Sender {
  send(parts: Buffer[]): Promise<void>;
}

/** Sends messages over one socket in order. */
export interface SendQueue {
  /** Takes a message; `onSent` is called when it has left. */
  push(parts: Buffer[], onSent?: () => void): void;
  /** Resolves when everything taken so far has left. */
  drained(): Promise<void>;
}

/** A queue before a socket: ZeroMQ's take one pending send each. */
export function sendQueue(socket: Sender): SendQueue {
  const waiting: { parts: Buffer[]; onSent?: () => void }[] = [];
  let pump: Promise<void> | undefined;
  const run = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await socket.send(next.parts).catch(() => {});
      next.onSent?.();
    }
    pump = undefined;
  };
  return {
    push(parts, onSent) {
      waiting.push({ parts, onSent });
      pump ??= run();
    },
    drained: async () => pump,
  };
}
