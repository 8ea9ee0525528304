import { ByteStream } from "./byteStream";
import type { Source } from "./unpack";
import { isUtf16, utf16ToUtf8 } from "./utf16";

/** UTF-16 becomes the UTF-8 that every reader here takes; anything else is given back as it is. */
export async function asUtf8(source: Source): Promise<Source> {
  if (!isUtf16(await source.bytes.peek(2))) return source;
  return { path: source.path, bytes: new ByteStream(utf16ToUtf8(source.bytes)), file: undefined };
}
