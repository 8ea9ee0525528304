import { join } from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { FromIo, IoWorkerData, KernelRequest, ToIo } from "./ioMessages";
import { newSharedState, SLOT } from "./sharedState";

/** The main thread's side of the socket thread. */
export interface IoThread {
  /** Sends a message to everybody who listens. `parent` is the header of the request that caused it. */
  publish(type: string, parent: object, content: object): void;
  /** Answers a request. */
  reply(request: KernelRequest, content: object): void;
  /** Asks the front end for a line and blocks until it comes; undefined when interrupted. */
  ask(request: KernelRequest, prompt: string, password: boolean): string | undefined;
  /** Blocks until everything is sent and the thread has come to its end. */
  close(): void;
}

/** What the socket thread has to say. */
export interface IoListener {
  onRequest(request: KernelRequest): void;
  onInterrupt(): void;
  onShutdown(): void;
  /** The thread has failed; nothing can be sent any more. */
  onLost(error: Error): void;
}

// A cell that prints faster than the front end reads waits at this much.
const MOST_WAITING_KB = 64 << 10;
const CLOSE_MS = 2000;
// The thread keeps nothing; garbage is cheaper to collect than to pile up.
const SMALL = { maxYoungGenerationSizeMb: 4 };

/**
 * Starts the socket thread; resolves when all sockets are bound. `compiler` is its line to the compiler. Throws an `Error`
 * when a port is taken.
 */
export async function startIo(
  connection: unknown,
  info: Record<string, unknown>,
  compiler: MessagePort,
  listener: IoListener,
): Promise<IoThread> {
  const state = newSharedState();
  const shared = state.buffer as SharedArrayBuffer;
  const workerData: IoWorkerData = { connection, info, compiler, shared };
  const worker = new Worker(join(__dirname, "ioWorker.js"), {
    ...{ workerData, transferList: [compiler], resourceLimits: SMALL },
  });
  const input = new MessageChannel();
  await new Promise<void>((resolve, reject) => {
    // Without its sockets the process is no kernel any more; the front end sees its end and can start another.
    worker.on("error", (error) => {
      reject(error);
      listener.onLost(error);
    });
    worker.on("message", (message: FromIo) => {
      if (message.kind === "ready") resolve();
      else if (message.kind === "failed") reject(new Error(`startIo: ${message.reason}`));
      else {
        // Noticed: no force is needed.
        if (message.kind === "interrupt") Atomics.store(state, SLOT.interrupt, 0);
        dispatch(message, listener);
      }
    });
  });
  worker.postMessage({ kind: "inputPort", port: input.port1 }, [input.port1]);
  // The thread holds the process until shutdown; the input port is only ever read while blocked.
  input.port2.unref();
  return ioOver(worker, state, () => receiveMessageOnPort(input.port2)?.message as string | undefined);
}

function dispatch(message: FromIo, listener: IoListener): void {
  if (message.kind === "request") listener.onRequest(message.request);
  else if (message.kind === "interrupt") listener.onInterrupt();
  else if (message.kind === "shutdown") listener.onShutdown();
}

function ioOver(worker: Worker, state: Int32Array, readInput: () => string | undefined): IoThread {
  const post = (message: ToIo) => worker.postMessage(message);
  return {
    publish(type, parent, content) {
      const text = toJson(content);
      const kilobytes = text.length >> 10;
      if (kilobytes > 0) {
        waitForRoom(state);
        Atomics.add(state, SLOT.waiting, kilobytes);
      }
      post({ kind: "publish", type, parent, content: text });
    },
    reply(request, content) {
      post({ kind: "reply", request, content: toJson(content) });
    },
    ask(request, prompt, password) {
      // An answer that came after its question was given up is not the answer to this one.
      while (readInput() !== undefined);
      Atomics.store(state, SLOT.input, 0);
      post({ kind: "input", request, content: toJson({ prompt, password }) });
      Atomics.wait(state, SLOT.input, 0);
      return Atomics.load(state, SLOT.input) === 1 ? readInput() : undefined;
    },
    close() {
      post({ kind: "close" });
      Atomics.wait(state, SLOT.closed, 0, CLOSE_MS);
    },
  };
}

function waitForRoom(state: Int32Array): void {
  for (let waiting = Atomics.load(state, SLOT.waiting); waiting > MOST_WAITING_KB; ) {
    Atomics.wait(state, SLOT.waiting, waiting, 1000);
    waiting = Atomics.load(state, SLOT.waiting);
  }
}

/** JSON has no big integers; front ends read them as text. */
function toJson(content: object): string {
  return JSON.stringify(content, (_key, value) => (typeof value === "bigint" ? String(value) : value));
}
