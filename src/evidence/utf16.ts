/** Whether a text begins with the byte order mark of UTF-16, as PowerShell 5 writes it. */
export function isUtf16(head: Buffer): boolean {
  return head.length >= 2 && (head.readUInt16BE(0) === 0xfffe || head.readUInt16BE(0) === 0xfeff);
}

/** A UTF-16 text as UTF-8, piece by piece, without its byte order mark. */
export async function* utf16ToUtf8(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const piece of bytes) {
    decoder ??= new TextDecoder(piece.readUInt16BE(0) === 0xfffe ? "utf-16le" : "utf-16be");
    yield Buffer.from(decoder.decode(piece, { stream: true }), "utf8");
  }
  if (decoder !== undefined) yield Buffer.from(decoder.decode(), "utf8");
}
