import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type ChannelName, type Channels, openChannels } from "./channels";
import { newConnection, writeConnectionFile } from "./connection";
import { followRequest, type PendingRequest, type Reply } from "./followRequest";
import { KernelError } from "./kernelError";
import { type KernelProcess, startKernelProcess } from "./kernelProcess";
import type { KernelSpec } from "./kernelSpec";
import { type Message, newHeader } from "./wire";

/** Options of {@link openKernelLink}. */
export interface LinkOptions {
  /** Folder in which cells run. */
  readonly folder: string;
  /** How long the kernel may take to answer first. @default 60 */
  readonly startSeconds?: number;
  /** Takes every message of the kernel but the answers to our own questions at its start. */
  readonly onMessage: (channel: ChannelName, message: Message) => void;
}

/** A kernel's process and our ends of its sockets, once it has answered on both its request and its output channel. */
export interface KernelLink {
  readonly spec: KernelSpec;
  readonly child: KernelProcess;
  readonly channels: Channels;
  /** The content of its `kernel_info_reply`. */
  readonly info: Readonly<Record<string, unknown>>;
  /** Asks the running code to stop. */
  interrupt(): Promise<void>;
  /** Asks the kernel to end, and ends it when it does not within a second. */
  shutdown(): Promise<void>;
}

const RETRY_MS = 200;
const GRACEFUL_MS = 1000;

/**
 * Starts a kernel and opens its sockets; resolves when it answers.
 *
 * Throws a `KernelError` with the end of the kernel's log when it dies or stays silent.
 */
export async function openKernelLink(spec: KernelSpec, options: LinkOptions): Promise<KernelLink> {
  const { folder, startSeconds = 60, onMessage } = options;
  const connection = await newConnection(spec.name);
  const file = await writeConnectionFile(connection);
  const child = startKernelProcess(spec, file.path, folder);
  const questions = new Map<string, PendingRequest>();
  const channels = openChannels(connection, (channel, message) => {
    const own = questions.get(message.parent.msg_id ?? "");
    if (own === undefined) onMessage(channel, message);
    else own.take(channel, message);
  });
  const link = { spec, child, channels, questions, session: randomUUID() };
  try {
    const info = await waitUntilReady(link, startSeconds);
    return { spec, child, channels, info, ...ends(link) };
  } catch (error) {
    child.kill();
    channels.close();
    throw error;
  } finally {
    await file.remove();
  }
}

interface Starting {
  readonly spec: KernelSpec;
  readonly child: KernelProcess;
  readonly channels: Channels;
  readonly questions: Map<string, PendingRequest>;
  readonly session: string;
}

/** Output sent before our subscription arrived is lost, so we ask until a reply and its output have both come. */
async function waitUntilReady(link: Starting, seconds: number): Promise<Record<string, unknown>> {
  const deadline = Date.now() + seconds * 1000;
  const ended = link.child.ended.then((how) => new KernelError("died", how, link.child.log()));
  const answers: Promise<Reply>[] = [];
  while (Date.now() < deadline) {
    answers.push(askForInfo(link));
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

function askForInfo({ channels, questions, session }: Starting): Promise<Reply> {
  const header = newHeader("kernel_info_request", session);
  const request = followRequest(() => {});
  questions.set(header.msg_id, request);
  channels.send("shell", header, {}).catch(() => {});
  return request.done;
}

function ends({ spec, child, channels, session }: Starting): Pick<KernelLink, "interrupt" | "shutdown"> {
  return {
    async interrupt() {
      if (spec.interruptMode === "signal") child.interrupt();
      else await channels.send("control", newHeader("interrupt_request", session), {});
    },
    async shutdown() {
      channels.send("control", newHeader("shutdown_request", session), { restart: false }).catch(() => {});
      await Promise.race([child.ended, sleep(GRACEFUL_MS, undefined, { ref: false })]);
      child.kill();
      await child.ended;
      channels.close();
    },
  };
}
