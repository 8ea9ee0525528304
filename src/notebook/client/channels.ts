import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import type { Connection } from "./connection";
import { type Message, type MessageHeader, packText, unpackMessage } from "./wire";

/** Channels that take messages of ours. */
export type RequestChannel = "shell" | "control" | "stdin";

/** Where a message came from. */
export type ChannelName = RequestChannel | "iopub";

/** Parts of a message that most requests do without. */
export type MessageExtras = Partial<Pick<Message, "parent" | "metadata" | "buffers">>;

/** Our ends of a kernel's sockets. */
export interface Channels {
  /** Sends a request, or the answer to a question of the kernel; answers come to the listener. */
  send(
    channel: RequestChannel,
    header: MessageHeader,
    content: Record<string, unknown>,
    extras?: MessageExtras,
  ): Promise<void>;
  /** How many messages were refused: wrong signature or not a message. */
  refused(): number;
  close(): void;
}

/**
 * Connects to a kernel's shell, control, stdin and iopub sockets and hands every message that is signed with the
 * connection's key to `listener`. The kernel may come up later.
 */
export function openChannels(
  connection: Connection,
  listener: (channel: ChannelName, message: Message) => void,
): Channels {
  const address = (port: number) => `${connection.transport}://${connection.ip}:${port}`;
  // No limits on our side: a full queue would drop output in silence.
  const limits = { receiveHighWaterMark: 0, linger: 0 };
  // A kernel sends its questions to the address that the request came from.
  const dealer = { ...limits, sendHighWaterMark: 0, routingId: randomUUID() };
  const [shell, control, stdin] = [new Dealer(dealer), new Dealer(dealer), new Dealer(dealer)];
  const iopub = new Subscriber(limits);
  shell.connect(address(connection.shell_port));
  control.connect(address(connection.control_port));
  stdin.connect(address(connection.stdin_port));
  iopub.connect(address(connection.iopub_port));
  iopub.subscribe();
  let refused = 0;
  const receive = async (channel: ChannelName, socket: AsyncIterable<Buffer[]>) => {
    for await (const parts of socket) {
      const message = unpack(connection.key, parts);
      if (message === undefined) refused += 1;
      else listener(channel, message);
    }
  };
  receive("shell", shell);
  receive("control", control);
  receive("stdin", stdin);
  receive("iopub", iopub);
  // A socket takes one pending send at a time.
  const queues = { shell: Promise.resolve(), control: Promise.resolve(), stdin: Promise.resolve() };
  const sockets = { shell, control, stdin };
  return {
    send(channel, header, content, { parent = {}, metadata = {}, buffers = [] } = {}) {
      const texts = [header, parent, metadata, content].map((part) => JSON.stringify(part));
      const parts = [...packText(connection.key, texts), ...buffers];
      queues[channel] = queues[channel].then(() => sockets[channel].send(parts));
      return queues[channel];
    },
    refused: () => refused,
    close: () => [shell, control, stdin, iopub].forEach((socket) => void socket.close()),
  };
}

function unpack(key: string, parts: readonly Buffer[]): Message | undefined {
  try {
    return unpackMessage(key, parts);
  } catch {
    return undefined;
  }
}
