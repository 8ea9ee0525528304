import { Session } from "node:inspector";
import { SLOT } from "./sharedState";

/** Stops what the main thread is doing. */
export interface Interrupter {
  /** Asks the main thread first; when it does not notice, its code is taken off by force. */
  interrupt(): void;
  /** Lets go of the main thread; without it, Node waits for the debugger at its end. */
  disconnect(): void;
}

// A main thread that is alive answers within a few milliseconds; one in a garbage collection takes longer.
const PATIENCE_MS = 400;
const LOOK_EVERY_MS = 20;

/**
 * An interrupter for the main thread, made in another thread.
 *
 * A loop that never returns cannot be asked, so V8 is told to end the running JavaScript, through the debugger's
 * protocol. The process has to run with `--no-force-async-hooks-checks`: without it, Node ends itself when a timer's
 * callback is cut short in this way.
 */
export function interrupter(state: Int32Array, tellMain: () => void): Interrupter {
  const session = new Session();
  session.connectToMainThread();
  let watch: NodeJS.Timeout | undefined;
  // The main thread finds what it was told as soon as its code is off.
  const terminate = () => {
    if (Atomics.exchange(state, SLOT.interrupt, 0) === 1) session.post("Runtime.terminateExecution");
  };
  return {
    interrupt() {
      Atomics.store(state, SLOT.interrupt, 1);
      voidInput(state);
      tellMain();
      clearInterval(watch);
      const asked = Date.now();
      watch = setInterval(() => {
        const noticed = Atomics.load(state, SLOT.interrupt) === 0;
        if (!noticed && Date.now() - asked < PATIENCE_MS) return;
        clearInterval(watch);
        if (!noticed) terminate();
      }, LOOK_EVERY_MS);
    },
    disconnect: () => session.disconnect(),
  };
}

/** A cell that waits for input wakes up without any. */
function voidInput(state: Int32Array): void {
  if (Atomics.compareExchange(state, SLOT.input, 0, 2) === 0) Atomics.notify(state, SLOT.input);
}
