import { randomUUID } from "node:crypto";
import { type IncomingHttpHeaders, request } from "node:http";
import { WebSocket } from "ws";
import { type PageMessage, packV1, V1 } from "../../src/lab/kernels/pageMessage";
import type { LabServer } from "../../src/lab/startLab";
import type { ChannelName } from "../../src/notebook/client/channels";
import { newHeader } from "../../src/notebook/client/wire";

/** An answer, as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What was parsed; tests look into it as they please. */
export type Json = ReturnType<typeof JSON.parse>;

/** A client of a server in this process. */
export interface LabClient {
  readonly cookie: string;
  readonly origin: string;
  /** Sends the path as it is, without a browser's tidying; only the headers that are given. */
  raw(method: string, path: string, headers?: Record<string, string>, body?: string): Promise<Answer>;
  /** As a page of the server would ask; the answer's JSON. */
  api(method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }>;
  socket(kernel: string, session?: string): Promise<TestSocket>;
  /** Tries to open a websocket; the status of the refusal, or 101. */
  upgrade(path: string, headers?: Record<string, string>): Promise<number>;
}

/** A page's connection with a kernel. */
export interface TestSocket {
  readonly session: string;
  readonly messages: PageMessage[];
  send(type: string, content: Record<string, unknown>, channel?: ChannelName): string;
  execute(code: string, more?: Record<string, unknown>): string;
  /** Waits for a message. */
  until(test: (message: PageMessage) => boolean): Promise<PageMessage>;
  /** Waits for the reply to a request and the state idle behind it. */
  done(id: string): Promise<PageMessage>;
  /** What a cell printed. */
  printed(id: string, name?: string): string;
  /** As a network that is gone: no good-bye. */
  drop(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the door of a server once. */
export async function labClient(server: LabServer): Promise<LabClient> {
  const origin = `http://127.0.0.1:${server.port}`;
  const raw = rawSender(server.port);
  const url = new URL(server.url());
  const { headers } = await raw("GET", url.pathname + url.search);
  const cookie = headers["set-cookie"]![0]!.split(";")[0]!;
  return {
    ...{ cookie, origin, raw },
    async api(method, path, body) {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const answer = await raw(method, path, { cookie, origin }, text);
      return { status: answer.status, body: answer.body === "" ? undefined : JSON.parse(answer.body) };
    },
    async socket(kernel, session = randomUUID()) {
      const address = `ws://127.0.0.1:${server.port}/api/kernels/${kernel}/channels?session_id=${session}`;
      const socket = new WebSocket(address, [V1], { headers: { cookie, origin } });
      const client = testSocket(socket, session);
      await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
      return client;
    },
    upgrade: (path, given = { cookie, origin }) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, [V1], { headers: given });
        socket.once("unexpected-response", (_, { statusCode }) => resolve(statusCode!));
        socket.once("open", () => {
          socket.terminate();
          resolve(101);
        });
        socket.on("error", () => {});
      }),
  };
}

function rawSender(port: number): LabClient["raw"] {
  return (method, path, headers = {}, body) =>
    new Promise((resolve, reject) => {
      // Node frames no body of a DELETE by itself.
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const sent = request(
        { host: "127.0.0.1", port, path, headers: { ...length, ...headers }, method },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: response.statusCode!, headers: response.headers, body: text });
          });
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
}

function testSocket(socket: WebSocket, session: string): TestSocket {
  const messages: PageMessage[] = [];
  const waiting = new Set<() => void>();
  socket.on("message", (data: Buffer) => {
    messages.push(unpackFromKernel(data));
    for (const look of waiting) look();
  });
  const until: TestSocket["until"] = (test) =>
    new Promise((resolve) => {
      let seen = 0;
      const look = () => {
        while (seen < messages.length) {
          const message = messages[seen++]!;
          if (!test(message)) continue;
          waiting.delete(look);
          return resolve(message);
        }
      };
      waiting.add(look);
      look();
    });
  const send: TestSocket["send"] = (type, content, channel = "shell") => {
    const header = newHeader(type, session);
    socket.send(packV1({ channel, header, parent: {}, metadata: {}, content, buffers: [] }));
    return header.msg_id;
  };
  return {
    ...{ session, messages, until, send },
    execute: (code, more = {}) =>
      send("execute_request", {
        code,
        ...{ silent: false, store_history: true, user_expressions: {}, allow_stdin: true },
        ...{ stop_on_error: true, ...more },
      }),
    async done(id) {
      const ofThis = (message: PageMessage) => message.parent.msg_id === id;
      await until((one) => ofThis(one) && one.content.execution_state === "idle");
      return until((one) => ofThis(one) && one.channel === "shell");
    },
    printed: (id, name = "stdout") =>
      messages
        .filter(({ parent, content }) => parent.msg_id === id && content.name === name)
        .map(({ content }) => content.text)
        .join(""),
    drop: () => gone(socket, () => socket.terminate()),
    close: () => gone(socket, () => socket.close()),
  };
}

function gone(socket: WebSocket, end: () => void): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
    end();
  });
}

/** The test's own reading of the v1 frame, not the one under test. */
function unpackFromKernel(data: Buffer): PageMessage {
  const count = Number(data.readBigUInt64LE(0));
  const at = (i: number) => Number(data.readBigUInt64LE(8 * (i + 1)));
  const parts = Array.from({ length: count - 1 }, (_, i) => data.subarray(at(i), at(i + 1)));
  const [channel, header, parent, metadata, content] = parts.slice(0, 5).map((part) => part.toString());
  const [head, parentHead, meta, body] = [header, parent, metadata, content].map((text) => JSON.parse(text!));
  return {
    channel: channel as ChannelName,
    ...{ header: head, parent: parentHead, metadata: meta, content: body, buffers: parts.slice(5) },
  };
}
