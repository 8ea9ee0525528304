import type { WebSocket } from "ws";
import type { LabKernel } from "./labKernel";
import { type PageMessage, packJson, packV1, unpackJson, unpackV1, V1 } from "./pageMessage";

const PING_MS = 20_000;
/** A laptop that wakes up finds old timers due at once; only a page that misses several pings is gone. */
const MOST_MISSED_PINGS = 3;
/** What may wait on its way to a page that does not read. */
const MOST_UNSENT_BYTES = 256 * 1024 * 1024;
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;

/** Connects a page's websocket with a kernel until either end is gone. */
export function connectSocket(socket: WebSocket, kernel: LabKernel, session: string): void {
  const isV1 = socket.protocol === V1;
  const leave = kernel.connect(session, (message) => {
    if (socket.bufferedAmount > MOST_UNSENT_BYTES) return socket.terminate();
    socket.send(isV1 ? packV1(message) : packJson(message));
  });
  const stopPinging = keepAlive(socket);
  socket.on("message", (data: Buffer, isBinary) => {
    const message = readFrame(data, isBinary, isV1);
    if (message === undefined) return socket.close(POLICY_VIOLATION, "This is not a message.");
    try {
      kernel.send(message);
    } catch {
      socket.close(TRY_AGAIN_LATER, "Too many messages wait.");
    }
  });
  // A broken frame, a frame that is too large: the socket closes itself.
  socket.on("error", () => {});
  socket.on("close", () => {
    stopPinging();
    leave();
  });
}

function readFrame(data: Buffer, isBinary: boolean, isV1: boolean): PageMessage | undefined {
  try {
    return isV1 && isBinary ? unpackV1(data) : unpackJson(data.toString("utf8"));
  } catch {
    return undefined;
  }
}

function keepAlive(socket: WebSocket): () => void {
  let missed = 0;
  socket.on("pong", () => {
    missed = 0;
  });
  const timer = setInterval(() => {
    missed += 1;
    if (missed > MOST_MISSED_PINGS) socket.terminate();
    else socket.ping();
  }, PING_MS);
  timer.unref();
  return () => clearInterval(timer);
}
