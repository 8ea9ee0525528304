import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { HttpError, toHttpError } from "./httpError";
import { connectSocket } from "./kernels/channelsSocket";
import { V1 } from "./kernels/pageMessage";
import { addressOf, type Site } from "./route";
import { checkHost, checkSocketOrigin } from "./security/checkRequest";

/** The largest message of a page: a cell with some pasted data. */
const LARGEST_MESSAGE = 32 * 1024 * 1024;
const GOING_AWAY = 1001;

/** Accepts the websockets of pages: one for each kernel, and one for events, of which there are none. Returns how they all end. */
export function acceptSockets(server: Server, site: Site): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    handleProtocols: (offered) => (offered.has(V1) ? V1 : false),
  });
  server.on("upgrade", (request, stream, head) => {
    stream.on("error", () => stream.destroy());
    try {
      const connect = choose(site, request);
      sockets.handleUpgrade(request, stream, head, connect);
    } catch (error) {
      refuse(stream, toHttpError(error));
    }
  });
  return () => {
    for (const socket of sockets.clients) socket.close(GOING_AWAY, "The server ends.");
    sockets.close();
  };
}

function choose(site: Site, request: IncomingMessage): (socket: WebSocket) => void {
  checkHost(request, site.port());
  checkSocketOrigin(request);
  if (!site.door.hasCookie(request, site.port())) throw new HttpError(403, "There is no key.", "key");
  const url = addressOf(request);
  if (url.pathname === "/api/events/subscribe") return (socket) => void socket.on("error", () => {});
  const id = /^\/api\/kernels\/([\w-]+)\/channels$/.exec(url.pathname)?.[1];
  if (id === undefined) throw new HttpError(404, "There is nothing of this name here.", "missing");
  const kernel = site.lab.kernels.get(id);
  const session = url.searchParams.get("session_id") || "";
  return (socket) => connectSocket(socket, kernel, session);
}

function refuse(stream: Duplex, { status, message }: HttpError): void {
  const head = [
    `HTTP/1.1 ${status} Refused`,
    "Connection: close",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(message)}`,
  ];
  stream.end(`${head.join("\r\n")}\r\n\r\n${message}`);
}
