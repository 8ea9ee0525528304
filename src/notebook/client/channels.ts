import { Dealer, Subscriber } from "zeromq";
import type { Connection } from "./connection";
import { type Message, type MessageHeader, packMessage, unpackMessage } from "./wire";

/** Where a message came from. */
export type ChannelName = "shell" | "control" | "iopub";

/** Our ends of a kernel's sockets. */
export interface Channels {
  /** Sends a request; answers come to the listener. */
  send(channel: "shell" | "control", header: MessageHeader, content: Record<string, unknown>): Promise<void>;
  /** How many messages were refused: wrong signature or not a message. */
  refused(): number;
  close(): void;
}

/**
 * Connects to a kernel's shell, control and iopub sockets and hands every message that is signed with the
 * connection's key to `listener`. The kernel may come up later.
 */
export function openChannels(
  connection: Connection,
  listener: (channel: ChannelName, message: Message) => void,
): Channels {
  const address = (port: number) => `${connection.transport}://${connection.ip}:${port}`;
  // No limits on our side: a full queue would drop output in silence.
  const limits = { receiveHighWaterMark: 0, linger: 0 };
  const shell = new Dealer({ ...limits, sendHighWaterMark: 0 });
  const control = new Dealer({ ...limits, sendHighWaterMark: 0 });
  const iopub = new Subscriber(limits);
  shell.connect(address(connection.shell_port));
  control.connect(address(connection.control_port));
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
  receive("iopub", iopub);
  // A socket takes one pending send at a time.
  const queues = { shell: Promise.resolve(), control: Promise.resolve() };
  const sockets = { shell, control };
  return {
    send(channel, header, content) {
      const parts = packMessage(connection.key, header, content);
      queues[channel] = queues[channel].then(() => sockets[channel].send(parts));
      return queues[channel];
    },
    refused: () => refused,
    close: () => [shell, control, iopub].forEach((socket) => void socket.close()),
  };
}

function unpack(key: string, parts: readonly Buffer[]): Message | undefined {
  try {
    return unpackMessage(key, parts);
  } catch {
    return undefined;
  }
}
