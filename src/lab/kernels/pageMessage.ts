import type { ChannelName } from "../../notebook/client/channels";
import type { Message, MessageHeader } from "../../notebook/client/wire";

/** A message between a page and a kernel. */
export interface PageMessage {
  readonly channel: ChannelName;
  readonly header: MessageHeader;
  readonly parent: Partial<MessageHeader>;
  readonly metadata: Record<string, unknown>;
  readonly content: Record<string, unknown>;
  readonly buffers: readonly Uint8Array[];
}

/** The websocket sub-protocol of {@link packV1}. */
export const V1 = "v1.kernel.websocket.jupyter.org";

/** More parts than any message has: header, parent, metadata, content and buffers. */
const MOST_PARTS = 1000;

/** A kernel's message for pages. */
export function toPageMessage(channel: ChannelName, message: Message): PageMessage {
  const { header, parent, metadata, content, buffers } = message;
  return { channel, header, parent, metadata, content, buffers };
}

/**
 * A message as one binary frame: the number of offsets, the offsets (64 bits, little endian), then the parts.
 *
 * Source: Jupyter Server, "WebSocket protocols", jupyter-server.readthedocs.io.
 */
export function packV1({ channel, header, parent, metadata, content, buffers }: PageMessage): Buffer {
  const texts = [header, parent, metadata, content].map((part) => JSON.stringify(part));
  const parts = [channel, ...texts].map((text) => Buffer.from(text) as Uint8Array).concat(buffers);
  const start = 8 * (parts.length + 2);
  const head = Buffer.alloc(start);
  head.writeBigUInt64LE(BigInt(parts.length + 1), 0);
  let offset = start;
  parts.forEach((part, i) => {
    head.writeBigUInt64LE(BigInt(offset), 8 * (i + 1));
    offset += part.length;
  });
  head.writeBigUInt64LE(BigInt(offset), 8 * (parts.length + 1));
  return Buffer.concat([head, ...parts]);
}

/** Reads what {@link packV1} writes. Throws a `SyntaxError` for anything else. */
export function unpackV1(frame: Buffer): PageMessage {
  const count = frame.length < 8 ? 0n : frame.readBigUInt64LE(0);
  if (count < 6n || count > MOST_PARTS || frame.length < 8 * (Number(count) + 1))
    throw new SyntaxError(`unpackV1: frame must have 6 to ${MOST_PARTS} offsets, got ${count}`);
  const offsets = Array.from({ length: Number(count) }, (_, i) => Number(frame.readBigUInt64LE(8 * (i + 1))));
  const isOrdered = offsets.every((offset, i) => offset >= (i === 0 ? 8 : offsets[i - 1]!));
  if (!isOrdered || offsets.at(-1)! > frame.length)
    throw new SyntaxError("unpackV1: offsets must rise and end inside the frame");
  const [channel, header, parent, metadata, content, ...buffers] = offsets
    .slice(1)
    .map((end, i) => frame.subarray(offsets[i], end));
  const [first, ...texts] = [channel, header, parent, metadata, content].map((part) =>
    part!.toString("utf8"),
  );
  const [head, parentHead, meta, body] = texts.map((text) => JSON.parse(text) as unknown);
  return checked(
    { channel: first, header: head, parent: parentHead, metadata: meta, content: body },
    buffers,
  );
}

/**
 * A message as text, for clients without a sub-protocol; binary buffers have no place in it.
 *
 * Source: Jupyter Server, "WebSocket protocols", the default protocol.
 */
export function packJson({ channel, header, parent, metadata, content }: PageMessage): string {
  return JSON.stringify({ channel, header, parent_header: parent, metadata, content, buffers: [] });
}

/** Reads what {@link packJson} writes. Throws a `SyntaxError` for anything else. */
export function unpackJson(text: string): PageMessage {
  const value = JSON.parse(text) as Record<string, unknown> | null;
  return checked({ ...value, parent: value?.parent_header ?? {}, metadata: value?.metadata ?? {} }, []);
}

function checked(value: Record<string, unknown>, buffers: readonly Uint8Array[]): PageMessage {
  const { channel, header, parent, metadata, content } = value;
  const areObjects = [header, parent, metadata, content].every(
    (part) => typeof part === "object" && part !== null && !Array.isArray(part),
  );
  if (!areObjects) throw new SyntaxError("unpackV1: header, parent, metadata and content must be objects");
  if (!["shell", "control", "stdin"].includes(channel as string))
    throw new SyntaxError("unpackV1: channel must be shell, control or stdin");
  const { msg_id: id, msg_type: type, session } = header as Record<string, unknown>;
  if (![id, type, session].every((part) => typeof part === "string"))
    throw new SyntaxError("unpackV1: header must have msg_id, msg_type and session as text");
  return { channel, header, parent, metadata, content, buffers } as unknown as PageMessage;
}
