import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { followRequest, type PendingRequest, type Reply } from "./followRequest";
import { KernelError } from "./kernelError";
import { type KernelLink, openKernelLink } from "./kernelLink";
import type { KernelSpec } from "./kernelSpec";
import { type Message, newHeader } from "./wire";

/** Options of {@link startKernel}. */
export interface StartOptions {
  /** Folder in which cells run. @default the current folder */
  readonly folder?: string;
  /** How long the kernel may take to answer first. @default 60 */
  readonly startSeconds?: number;
}

/** Options of {@link Kernel.execute}. */
export interface ExecuteOptions {
  /** How long the code may run; 0 for ever. @default 0 */
  readonly timeoutSeconds?: number;
  /** Takes each output message (stream, display_data, error, …), also those that come late. */
  readonly onMessage?: (message: Message) => void;
}

/** A running kernel. */
export interface Kernel {
  readonly spec: KernelSpec;
  /** The content of its `kernel_info_reply`. */
  readonly info: Readonly<Record<string, unknown>>;
  readonly pid: number;
  /** Runs code; resolves with the reply when all output has come. Throws a `KernelError` on death and timeout. */
  execute(code: string, options?: ExecuteOptions): Promise<Reply>;
  /** Asks the running code to stop. */
  interrupt(): Promise<void>;
  /** Asks the kernel to end, and ends it when it does not within a second. */
  shutdown(): Promise<void>;
}

// Behind a reply, this much silence means that "idle" was lost.
const GRACE_MS = 2000;
// What a kernel sent before it died is still on its way for a moment.
const DRAIN_MS = 200;

/**
 * Starts a kernel and waits until it answers on both its request and its output channel.
 *
 * Throws a `KernelError` with the end of the kernel's log when it dies or stays silent.
 */
export async function startKernel(spec: KernelSpec, options: StartOptions = {}): Promise<Kernel> {
  const { folder = process.cwd(), startSeconds = 60 } = options;
  const requests = new Map<string, PendingRequest>();
  const link = await openKernelLink(spec, {
    ...{ folder, startSeconds },
    onMessage: (channel, message) => requests.get(message.parent.msg_id ?? "")?.take(channel, message),
  });
  return kernelOver(link, requests);
}

function kernelOver(link: KernelLink, requests: Map<string, PendingRequest>): Kernel {
  const { spec, info, child, channels } = link;
  const session = randomUUID();
  const death = child.ended.then(async (how) => {
    await sleep(DRAIN_MS);
    return new KernelError("died", `the kernel died (${how})`, child.log());
  });
  return {
    spec,
    info,
    pid: child.pid,
    async execute(code, { timeoutSeconds = 0, onMessage = () => {} } = {}) {
      const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
      const header = newHeader("execute_request", session);
      const request = followRequest(onMessage, GRACE_MS);
      requests.set(header.msg_id, request);
      const reply = channels
        .send("shell", header, { ...content, stop_on_error: true })
        .then(() => request.done);
      // When the kernel dies first, nobody waits for the reply any more.
      reply.catch(() => {});
      const timer = new AbortController();
      const result = await Promise.race([reply, death, timeout(timeoutSeconds, timer.signal)]);
      timer.abort();
      if (result instanceof KernelError) throw result;
      return result;
    },
    interrupt: () => link.interrupt(),
    shutdown: () => link.shutdown(),
  };
}

async function timeout(seconds: number, signal: AbortSignal): Promise<KernelError> {
  if (seconds === 0) return new Promise(() => {});
  await sleep(seconds * 1000, undefined, { signal }).catch(() => {});
  return new KernelError("timeout", `the cell ran longer than ${seconds} s and was stopped`);
}
