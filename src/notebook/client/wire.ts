import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** The header of a message of the Jupyter protocol. */
export interface MessageHeader {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A message of the Jupyter protocol, unpacked. */
export interface Message {
  /** The routing parts before the message: whom a router's answer goes to. */
  readonly ids: readonly Uint8Array[];
  readonly header: MessageHeader;
  /** The header of the request that this answers; empty for none. */
  readonly parent: Partial<MessageHeader>;
  readonly metadata: Record<string, unknown>;
  readonly content: Record<string, unknown>;
  readonly buffers: readonly Uint8Array[];
  /** Bytes on the wire, for limits. */
  readonly size: number;
}

const DELIMITER = Buffer.from("<IDS|MSG>");

/** A header for a new request of a session. */
export function newHeader(type: string, session: string): MessageHeader {
  return {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: "huntbook",
    date: new Date().toISOString(),
    version: "5.3",
  };
}

/**
 * A message as the parts of a ZeroMQ message, signed with the connection's key; an empty key signs nothing.
 *
 * Source: Messaging in Jupyter, "The Wire Protocol", jupyter-client.readthedocs.io.
 */
export function packMessage(
  key: string,
  header: MessageHeader,
  content: Record<string, unknown>,
  parent: Partial<MessageHeader> = {},
): Buffer[] {
  return packText(
    key,
    [header, parent, {}, content].map((part) => JSON.stringify(part)),
  );
}

/** As {@link packMessage}, for header, parent, metadata and content that are JSON text already. */
export function packText(key: string, texts: readonly string[]): Buffer[] {
  const body = texts.map((text) => Buffer.from(text));
  return [DELIMITER, Buffer.from(sign(key, body)), ...body];
}

/**
 * The message in the parts of a ZeroMQ message, whatever routing parts stand before it.
 *
 * Throws a `SyntaxError` for parts that are not a message, and a `RangeError` for a wrong signature: whoever is on
 * that port does not hold the key.
 */
export function unpackMessage(key: string, parts: readonly Buffer[]): Message {
  const start = parts.findIndex((part) => part.equals(DELIMITER));
  const [signature, ...body] = start < 0 ? [] : parts.slice(start + 1);
  if (signature === undefined || body.length < 4) {
    throw new SyntaxError(
      `unpackMessage: must be a signature and at least four parts, got ${parts.length} parts`,
    );
  }
  // Parts behind the first four are binary buffers; the signature covers them in some kernels and not in others.
  if (!signedBy(key, body.slice(0, 4), signature) && !signedBy(key, body, signature)) {
    throw new RangeError("unpackMessage: the signature does not match the connection's key");
  }
  const [header, parent, metadata, content] = body.slice(0, 4).map(parsePart);
  return {
    ids: parts.slice(0, start),
    header: header as unknown as MessageHeader,
    parent: parent as Partial<MessageHeader>,
    metadata: metadata!,
    content: content!,
    buffers: body.slice(4),
    size: body.reduce((sum, part) => sum + part.length, 0),
  };
}

function sign(key: string, body: readonly Buffer[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of body) hmac.update(part);
  return hmac.digest("hex");
}

function signedBy(key: string, body: readonly Buffer[], signature: Buffer): boolean {
  if (key === "") return true;
  const expected = Buffer.from(sign(key, body));
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

function parsePart(part: Buffer): Record<string, unknown> {
  const value: unknown = JSON.parse(part.toString("utf8"));
  if (typeof value !== "object" || value === null) {
    throw new SyntaxError("unpackMessage: each part must be a JSON object");
  }
  return value as Record<string, unknown>;
}
