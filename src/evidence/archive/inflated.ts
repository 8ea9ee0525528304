import { Readable } from "node:stream";
import { createGunzip, createInflateRaw } from "node:zlib";

const PIECE = 2 ** 18;

/** Unpacks Deflate, bare or in gzip. Throws an `Error` for damaged bytes; what the source throws goes through. */
export async function* inflated(
  packed: AsyncIterable<Buffer>,
  format: "deflate" | "gzip",
): AsyncGenerator<Buffer> {
  const unzip = (format === "gzip" ? createGunzip : createInflateRaw)({ chunkSize: PIECE });
  const input = Readable.from(packed);
  input.on("error", (error) => unzip.destroy(error));
  try {
    yield* input.pipe(unzip);
  } catch (error) {
    throw inflateFault(error);
  }
}

/** zlib's fault in the words of the others here; any other error as it is. */
export function inflateFault(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ERR_BUFFER_TOO_LARGE")
    return new Error("unpack: member is larger than the archive says", { cause: error });
  if (code === undefined || !code.startsWith("Z_")) return error;
  return new Error(`unpack: packed bytes are damaged: ${message}`, { cause: error });
}
