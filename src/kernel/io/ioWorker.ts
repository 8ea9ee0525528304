import { randomUUID } from "node:crypto";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { Publisher, Reply, Router } from "zeromq";
import type { Connection } from "../../notebook/client/connection";
import {
  type Message,
  type MessageHeader,
  newHeader,
  packText,
  unpackMessage,
} from "../../notebook/client/wire";
import { askOver } from "../compiler/compilerQuestions";
import { questionReply } from "../questionReply";
import { preciseNow } from "./clock";
import { controlReply, replyType } from "./controlReply";
import { interrupter } from "./interrupter";
import type { FromIo, IoWorkerData, KernelRequest, ToIo } from "./ioMessages";
import { type SendQueue, sendQueue } from "./sendQueue";
import { SLOT } from "./sharedState";
import { watchParent } from "./watchParent";

/*
 * The thread that owns the sockets. It keeps answering the heartbeat, interrupts, shutdown and questions about code,
 * and keeps sending output, while the main thread is busy in a cell.
 */

const { connection, shared, info, compiler } = workerData as IoWorkerData & { connection: Connection };
const main = parentPort as MessagePort;
const state = new Int32Array(shared);
const session = randomUUID();
const ask = askOver(compiler);
// Requests to run code that the main thread has not answered: the first is running.
const running: MessageHeader[] = [];
const ABOUT_CODE = new Set(["complete_request", "inspect_request", "is_complete_request"]);
// A main thread that does not end by itself in this time is ended.
const END_MS = 500;

// No limits: a full queue would drop output in silence. `linger` sends what is left when a socket closes.
const limits = { sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 1000 };
const sockets = {
  shell: new Router(limits),
  control: new Router(limits),
  stdin: new Router(limits),
  iopub: new Publisher({ sendHighWaterMark: 0, linger: 1000 }),
  heartbeat: new Reply({ linger: 0 }),
};
const queues = {
  shell: sendQueue(sockets.shell),
  control: sendQueue(sockets.control),
  stdin: sendQueue(sockets.stdin),
  iopub: sendQueue(sockets.iopub),
};
const stopper = interrupter(state, () => tell({ kind: "interrupt" }));

function tell(message: FromIo): void {
  main.postMessage(message);
}

function publish(type: string, parent: object, content: string, onSent?: () => void): void {
  queues.iopub.push([Buffer.from(type), ...signed(type, parent, content)], onSent);
}

function answer(
  queue: SendQueue,
  request: Pick<KernelRequest, "ids" | "header">,
  type: string,
  content: string,
): void {
  queue.push([...request.ids.map((id) => Buffer.from(id)), ...signed(type, request.header, content)]);
}

function signed(type: string, parent: object, content: string): Buffer[] {
  return packText(connection.key, [
    JSON.stringify(newHeader(type, session)),
    JSON.stringify(parent),
    "{}",
    content,
  ]);
}

/** Messages that are not signed with our key are dropped: whoever sent them is not our front end. */
async function receive(socket: AsyncIterable<Buffer[]>, take: (message: Message) => void): Promise<void> {
  for await (const parts of socket) {
    let message: Message;
    try {
      message = unpackMessage(connection.key, parts);
    } catch {
      continue;
    }
    take(message);
  }
}

function takeControl(message: Message): void {
  const status = (word: string) =>
    publish("status", message.header, JSON.stringify({ execution_state: word }));
  const { type, content } = controlReply(message, info);
  status("busy");
  if (message.header.msg_type === "interrupt_request") stopper.interrupt();
  answer(queues.control, message, type, JSON.stringify(content));
  if (type === "shutdown_reply") publish(type, message.header, JSON.stringify(content));
  status("idle");
  if (type === "shutdown_reply") void shutdown();
}

function takeShell({ ids, header, content }: Message): void {
  const request: KernelRequest = { ids, header, content, receivedAt: preciseNow() };
  if (running.length > 0 && ABOUT_CODE.has(header.msg_type)) return void answerMeanwhile(request);
  if (header.msg_type === "execute_request") running.push(header);
  tell({ kind: "request", request });
}

/** Whoever writes the next cell while one runs wants its completions now. */
async function answerMeanwhile(request: KernelRequest): Promise<void> {
  const status = (word: string, parent: object) =>
    publish("status", parent, JSON.stringify({ execution_state: word }));
  status("busy", request.header);
  const reply = await questionReply(request, info, ask);
  answer(queues.shell, request, replyType(request.header), JSON.stringify(reply));
  status("idle", request.header);
  // Front ends show the last state that they heard of, and the cell is still running.
  if (running.length > 0) status("busy", running[0]!);
}

function takeInput(message: Message): void {
  if (message.header.msg_type !== "input_reply") return;
  inputPort?.postMessage(String(message.content.value ?? ""));
  if (Atomics.compareExchange(state, SLOT.input, 0, 1) === 0) Atomics.notify(state, SLOT.input);
}

async function shutdown(): Promise<void> {
  tell({ kind: "shutdown" });
  setTimeout(() => process.kill(process.pid, "SIGKILL"), END_MS).unref();
}

/**
 * Sends what is left and lets go of everything that holds this thread, so that it ends by itself.
 *
 * The process must not end earlier: sockets that close while their thread is taken down take the process with them.
 */
async function close(): Promise<void> {
  await Promise.all(Object.values(queues).map((queue) => queue.drained()));
  for (const socket of Object.values(sockets)) socket.close();
  stopper.disconnect();
  inputPort?.close();
  compiler.close();
  main.close();
}

process.on("exit", () => {
  Atomics.store(state, SLOT.closed, 1);
  Atomics.notify(state, SLOT.closed);
});

let inputPort: MessagePort | undefined;

function takeFromMain(message: ToIo | { readonly kind: "inputPort"; readonly port: MessagePort }): void {
  switch (message.kind) {
    case "publish": {
      const kilobytes = message.content.length >> 10;
      publish(message.type, message.parent, message.content, () => {
        if (kilobytes === 0) return;
        Atomics.sub(state, SLOT.waiting, kilobytes);
        Atomics.notify(state, SLOT.waiting);
      });
      return;
    }
    case "reply": {
      const { request, content } = message;
      const place = running.findIndex(({ msg_id }) => msg_id === request.header.msg_id);
      if (place >= 0) running.splice(place, 1);
      answer(queues.shell, request, replyType(request.header), content);
      return;
    }
    case "input":
      answer(queues.stdin, message.request, "input_request", message.content);
      return;
    case "inputPort":
      inputPort = message.port;
      return;
    case "close":
      void close();
  }
}

async function start(): Promise<void> {
  const { transport, ip } = connection;
  const address = (port: number) =>
    `${transport}://${ip}${(transport as string) === "ipc" ? "-" : ":"}${port}`;
  await Promise.all([
    sockets.shell.bind(address(connection.shell_port)),
    sockets.control.bind(address(connection.control_port)),
    sockets.stdin.bind(address(connection.stdin_port)),
    sockets.iopub.bind(address(connection.iopub_port)),
    sockets.heartbeat.bind(address(connection.hb_port)),
  ]);
  main.on("message", takeFromMain);
  publish("status", {}, JSON.stringify({ execution_state: "starting" }));
  void receive(sockets.control, takeControl);
  void receive(sockets.stdin, takeInput);
  void receive(sockets.shell, takeShell);
  watchParent(() => void shutdown());
  tell({ kind: "ready" });
  for await (const parts of sockets.heartbeat) await sockets.heartbeat.send(parts);
}

start().catch((error: Error) => tell({ kind: "failed", reason: error.message }));
