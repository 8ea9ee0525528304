import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Dealer, Subscriber } from "zeromq";
import { newConnection, writeConnectionFile } from "../../src/notebook/client/connection";
import { kernelSpec } from "../../src/notebook/client/kernelSpec";
import { type Message, newHeader, packMessage, unpackMessage } from "../../src/notebook/client/wire";

/** What came of a request: its reply and everything on the output channel, in order. */
export interface Answer {
  readonly reply: Record<string, unknown>;
  readonly messages: readonly Message[];
}

/** A kernel in a process of its own, spoken to over its five sockets and nothing else. */
export interface KernelUnderTest {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  /** Every message of the output channel. */
  readonly output: Message[];
  request(type: string, content?: object, channel?: "shell" | "control"): Promise<Answer>;
  execute(code: string, more?: object): Promise<Answer>;
  /** Sends whatever is given, over the shell. */
  sendRaw(parts: readonly (Buffer | string)[]): Promise<void>;
  /** Answers the kernel's next question with this line; resolves with the question. */
  answerNext(value: string): Promise<string>;
  /** Shuts the kernel down; its exit code, or -1 when it had to be killed. */
  stop(): Promise<number | null>;
}

/** Makes a folder with these files; packages of the project are found from it. */
export function kernelFolder(files: Readonly<Record<string, string>> = {}): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "huntbook-kernel-test-"));
  const modules = join(path, "node_modules");
  mkdirSync(modules);
  for (const name of ["huntbook", "@types", "undici-types", "@tensorflow"]) {
    const target =
      name === "huntbook" ? resolve(__dirname, "../..") : resolve(__dirname, "../../node_modules", name);
    symlinkSync(target, join(modules, name), "junction");
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts the built kernel in a folder and waits until it answers on both channels. */
export async function startUnderTest(
  folder: string,
  env: Record<string, string> = {},
): Promise<KernelUnderTest> {
  const connection = await newConnection("huntbook");
  const file = await writeConnectionFile(connection);
  const [command, ...args] = kernelSpec("huntbook").argv.map((arg) =>
    arg.replace("{connection_file}", file.path),
  );
  // The Node to test with can be another one than the tests run on.
  const node = process.env.HUNTBOOK_TEST_NODE ?? command!;
  const child = spawn(node, args, {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  const kernel = connect(connection, child, ended);
  for (;;) {
    const first = await Promise.race([kernel.request("kernel_info_request"), sleep(150), ended]);
    if (typeof first === "object" && first !== null) break;
    if (child.exitCode !== null) throw new Error(`the kernel ended with ${child.exitCode}`);
  }
  await file.remove();
  return kernel;
}

type Connection = Awaited<ReturnType<typeof newConnection>>;

function connect(
  connection: Connection,
  child: ChildProcess,
  ended: Promise<number | null>,
): KernelUnderTest {
  const address = (port: number) => `tcp://127.0.0.1:${port}`;
  const routingId = randomUUID();
  const options = { receiveHighWaterMark: 0, sendHighWaterMark: 0, linger: 0 };
  const sockets = {
    shell: new Dealer({ ...options, routingId }),
    control: new Dealer({ ...options, routingId }),
    stdin: new Dealer({ ...options, routingId }),
  };
  const iopub = new Subscriber({ receiveHighWaterMark: 0, linger: 0 });
  for (const name of ["shell", "control", "stdin"] as const)
    sockets[name].connect(address(connection[`${name}_port`]));
  iopub.connect(address(connection.iopub_port));
  iopub.subscribe();
  const session = randomUUID();
  const output: Message[] = [];
  const open = new Map<string, (from: string, message: Message) => void>();
  const questions: ((message: Message) => void)[] = [];
  const listen = async (name: string, socket: AsyncIterable<Buffer[]>) => {
    for await (const parts of socket) {
      const message = unpackMessage(connection.key, parts);
      if (name === "stdin") questions.shift()?.(message);
      else {
        if (name === "iopub") output.push(message);
        open.get(message.parent.msg_id ?? "")?.(name, message);
      }
    }
  };
  for (const [name, socket] of Object.entries({ ...sockets, iopub })) listen(name, socket).catch(() => {});
  const queues: Record<string, Promise<void>> = {};
  const send = (name: "shell" | "control" | "stdin", parts: readonly (Buffer | string)[]) => {
    queues[name] = (queues[name] ?? Promise.resolve()).then(() => sockets[name].send(parts as Buffer[]));
    return queues[name];
  };
  const request: KernelUnderTest["request"] = (type, content = {}, channel = "shell") => {
    const header = newHeader(type, session);
    void send(channel, packMessage(connection.key, header, content as Record<string, unknown>));
    return new Promise((resolve) => {
      const messages: Message[] = [];
      let reply: Record<string, unknown> | undefined;
      let idle = false;
      open.set(header.msg_id, (from, message) => {
        if (from === channel) reply = message.content;
        else messages.push(message);
        idle ||= message.header.msg_type === "status" && message.content.execution_state === "idle";
        if (reply === undefined || !idle) return;
        open.delete(header.msg_id);
        resolve({ reply, messages });
      });
    });
  };
  return {
    ...{ child, ended, output, request },
    execute: (code, more = {}) =>
      request("execute_request", {
        code,
        silent: false,
        store_history: true,
        allow_stdin: false,
        stop_on_error: true,
        ...more,
      }),
    sendRaw: (parts) => send("shell", parts),
    async answerNext(value) {
      const question = await new Promise<Message>((take) => questions.push(take));
      await send(
        "stdin",
        packMessage(connection.key, newHeader("input_reply", session), { value }, question.header),
      );
      return String(question.content.prompt);
    },
    async stop() {
      void request("shutdown_request", { restart: false }, "control");
      const code = await Promise.race([ended, sleep(5000).then(() => -1)]);
      if (code === -1) child.kill("SIGKILL");
      for (const socket of [...Object.values(sockets), iopub]) socket.close();
      return code;
    },
  };
}

/** The text printed to a stream. */
export function printed({ messages }: Pick<Answer, "messages">, name = "stdout"): string {
  return messages
    .filter(({ header, content }) => header.msg_type === "stream" && content.name === name)
    .map(({ content }) => content.text)
    .join("");
}

/** The text of the result; undefined for none. */
export function resultOf({ messages }: Answer): unknown {
  const result = messages.find(({ header }) => header.msg_type === "execute_result");
  return (result?.content.data as Record<string, unknown> | undefined)?.["text/plain"];
}

/** What went wrong, as the front end gets it. */
export function errorOf({
  messages,
  reply,
}: Answer): { name: unknown; message: unknown; lines: string[] } | undefined {
  const error = messages.find(({ header }) => header.msg_type === "error")?.content;
  if (error === undefined) return undefined;
  if (reply.ename !== error.ename) throw new Error("the reply and the output say different things");
  return { name: error.ename, message: error.evalue, lines: error.traceback as string[] };
}

/** The kinds of messages, in order. */
export function typesOf({ messages }: Answer): string[] {
  return messages.map(({ header, content }) =>
    header.msg_type === "status" ? String(content.execution_state) : header.msg_type,
  );
}

/** Waits. */
export function sleep(ms: number): Promise<undefined> {
  return new Promise((done) => setTimeout(done, ms, undefined));
}
