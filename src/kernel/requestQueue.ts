import { preciseNow } from "./io/clock";
import type { KernelRequest } from "./io/ioMessages";

/** Takes requests and handles them one after the other. */
export interface RequestQueue {
  push(request: KernelRequest): void;
  /** From now on, requests to run code that came before this moment are only answered as aborted. */
  abortWaiting(): void;
}

/** Starts a queue: `handle` answers a request, `abort` one that was waiting when another failed. */
export function requestQueue(
  handle: (request: KernelRequest) => Promise<void>,
  abort: (request: KernelRequest) => Promise<void>,
): RequestQueue {
  const waiting: KernelRequest[] = [];
  let isRunning = false;
  // By the time when they came in: those still on the way from the other thread count too.
  let abortUntil = 0;
  const run = async () => {
    isRunning = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (next.header.msg_type === "execute_request" && next.receivedAt <= abortUntil) await abort(next);
      else await handle(next);
    }
    isRunning = false;
  };
  return {
    push(request) {
      waiting.push(request);
      if (!isRunning) void run();
    },
    abortWaiting() {
      abortUntil = preciseNow();
    },
  };
}
