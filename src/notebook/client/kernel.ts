import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Channels, openChannels } from "./channels";
import { newConnection, writeConnectionFile } from "./connection";
import { followRequest, type PendingRequest, type Reply } from "./followRequest";
import { KernelError } from "./kernelError";
import { type KernelProcess, startKernelProcess } from "./kernelProcess";
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
const RETRY_MS = 200;
// What a kernel sent before it died is still on its way for a moment.
const DRAIN_MS = 200;

/**
 * Starts a kernel and waits until it answers on both its request and its output channel.
 *
 * Throws a `KernelError` with the end of the kernel's log when it dies or stays silent.
 */
export async function startKernel(spec: KernelSpec, options: StartOptions = {}): Promise<Kernel> {
  const { folder = process.cwd(), startSeconds = 60 } = options;
  const connection = await newConnection(spec.name);
  const file = await writeConnectionFile(connection);
  const child = startKernelProcess(spec, file.path, folder);
  const requests = new Map<string, PendingRequest>();
  const channels = openChannels(connection, (channel, message) => {
    requests.get(message.parent.msg_id ?? "")?.take(channel, message);
  });
  const link = { spec, child, channels, requests, session: randomUUID() };
  try {
    const info = await waitUntilReady(link, startSeconds);
    return kernelOver(link, info);
  } catch (error) {
    child.kill();
    channels.close();
    throw error;
  } finally {
    await file.remove();
  }
}

interface Link {
  readonly spec: KernelSpec;
  readonly child: KernelProcess;
  readonly channels: Channels;
  readonly requests: Map<string, PendingRequest>;
  readonly session: string;
}

/** Output sent before our subscription arrived is lost, so we ask until a reply and its output have both come. */
async function waitUntilReady(link: Link, seconds: number): Promise<Record<string, unknown>> {
  const deadline = Date.now() + seconds * 1000;
  const ended = link.child.ended.then((how) => new KernelError("died", how, link.child.log()));
  const answers: Promise<Reply>[] = [];
  while (Date.now() < deadline) {
    const answer = send(link, "kernel_info_request", {}, () => {});
    answer.catch(() => {});
    answers.push(answer);
    const first = await Promise.race([...answers, ended, sleep(RETRY_MS, undefined, { ref: false })]);
    if (first instanceof KernelError) {
      throw new KernelError(
        "start",
        `startKernel: ${link.spec.name} ended at once: ${first.message}`,
        first.log,
      );
    }
    if (first !== undefined) return first.content;
  }
  const refused = link.channels.refused();
  const hint = refused > 0 ? `; ${refused} messages had a wrong signature` : "";
  throw new KernelError(
    "start",
    `startKernel: ${link.spec.name} gave no answer in ${seconds} seconds${hint}`,
    link.child.log(),
  );
}

function kernelOver(link: Link, info: Record<string, unknown>): Kernel {
  const { spec, child, channels } = link;
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
      const reply = send(link, "execute_request", { ...content, stop_on_error: true }, onMessage, GRACE_MS);
      // When the kernel dies first, nobody waits for the reply any more.
      reply.catch(() => {});
      const timer = new AbortController();
      const result = await Promise.race([reply, death, timeout(timeoutSeconds, timer.signal)]);
      timer.abort();
      if (result instanceof KernelError) throw result;
      return result;
    },
    async interrupt() {
      if (spec.interruptMode === "signal") child.interrupt();
      else await channels.send("control", newHeader("interrupt_request", link.session), {});
    },
    async shutdown() {
      channels
        .send("control", newHeader("shutdown_request", link.session), { restart: false })
        .catch(() => {});
      await Promise.race([child.ended, sleep(1000, undefined, { ref: false })]);
      child.kill();
      await child.ended;
      channels.close();
    },
  };
}

async function send(
  link: Link,
  type: string,
  content: Record<string, unknown>,
  onMessage: (message: Message) => void,
  graceMs?: number,
): Promise<Reply> {
  const header = newHeader(type, link.session);
  const request = followRequest(onMessage, graceMs);
  link.requests.set(header.msg_id, request);
  await link.channels.send("shell", header, content);
  return request.done;
}

async function timeout(seconds: number, signal: AbortSignal): Promise<KernelError> {
  if (seconds === 0) return new Promise(() => {});
  await sleep(seconds * 1000, undefined, { signal }).catch(() => {});
  return new KernelError("timeout", `the cell ran longer than ${seconds} s and was stopped`);
}
