import type { IncomingMessage, ServerResponse } from "node:http";
import { HttpError } from "../httpError";
import { dataHeaders } from "../security/headers";
import { readBody } from "../security/readBody";
import { pathParts } from "../security/realPathInside";
import { contentsResource } from "./contentsResource";
import { kernelsResource, sessionsResource } from "./kernelsResource";
import type { ApiAnswer, Lab, Resource } from "./lab";
import {
  configResource,
  kernelSpecsResource,
  meResource,
  statusResource,
  versionResource,
} from "./smallResources";

const RESOURCES: ReadonlyMap<string, Resource> = new Map<string, Resource>([
  ["", versionResource],
  ["status", statusResource],
  ["me", meResource],
  ["kernelspecs", kernelSpecsResource],
  ["kernels", kernelsResource],
  ["sessions", sessionsResource],
  ["contents", contentsResource],
  ["config", configResource],
]);

/**
 * Answers a request to `/api/…` as Jupyter's server would. Throws an `HttpError` for what it does not know.
 *
 * Source: Jupyter Server, "REST API", jupyter-server.readthedocs.io.
 */
export async function answerApi(
  lab: Lab,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const parts = pathParts(url.pathname.slice("/api".length));
  const [name = "", ...rest] = parts ?? ["nothing"];
  const answer = await RESOURCES.get(name)?.(lab, {
    method: request.method ?? "",
    parts: rest,
    query: url.searchParams,
    body: () => readBody(request),
  });
  if (answer === undefined) throw new HttpError(404, "There is nothing of this name here.", "missing");
  send(response, answer);
}

/** Tells a program what went wrong. */
export function sendApiError(response: ServerResponse, { status, message, reason }: HttpError): void {
  send(response, { status, body: { message, reason } });
}

function send(response: ServerResponse, { status, body, location }: ApiAnswer): void {
  const text = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    ...dataHeaders(),
    ...(text === undefined ? {} : { "Content-Length": text.length }),
    ...(location === undefined ? {} : { Location: location }),
  });
  response.end(text);
}
