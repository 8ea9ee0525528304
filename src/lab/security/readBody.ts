import type { IncomingMessage } from "node:http";
import { HttpError } from "../httpError";

/** The largest body and the largest file that is read whole, in bytes: a notebook with some dozen large figures. */
export const LARGEST_BODY = 128 * 1024 * 1024;

/**
 * The JSON object in a request's body; an empty body is an empty object.
 *
 * Throws an `HttpError`: 413 above `limit` bytes, as soon as that is known, 400 for anything but a JSON object.
 */
export async function readBody(
  request: IncomingMessage,
  limit = LARGEST_BODY,
): Promise<Record<string, unknown>> {
  const tooLarge = () => new HttpError(413, `This is larger than ${limit} bytes.`, "size");
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  // The connection must last, or the refusal would not arrive.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return parseBody(Buffer.concat(chunks).toString("utf8"));
}

function parseBody(text: string): Record<string, unknown> {
  if (text.trim() === "") return {};
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new HttpError(400, "The body must be a JSON object.", "body");
  return value as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, "The body must be JSON.", "body");
  }
}
