import { createReadStream } from "node:fs";
import type { IssueSink } from "../core/issue";
import { Guard, type UnpackLimits } from "./archive/guard";
import { inflated } from "./archive/inflated";
import type { ArchiveReader } from "./archive/member";
import { isSevenZip, sevenZipMembers } from "./archive/sevenZip/sevenZip";
import { isTar, TAR_BLOCK, tarMembers } from "./archive/tar";
import { isZip, zipMembers } from "./archive/zip/zip";
import { ByteStream } from "./byteStream";

export type { UnpackLimits } from "./archive/guard";

/** One stream of evidence: a plain file, or what a `.gz` or a member of an archive holds. */
export interface Source {
  /** As the caller named it; `archive.zip!member` inside archives. */
  readonly path: string;
  readonly bytes: ByteStream;
  /** The file on disk when it is not packed. */
  readonly file: string | undefined;
}

const DEPTH = 4;

/**
 * Opens a file and whatever is packed in it (gzip, zip, tar, 7z), one stream after the other.
 *
 * Packing is recognised by content, not by name. A stream must be read to its end, or left, before the next one is
 * asked for. Archives that cannot be read become issues; limits end a member with an error from its stream.
 */
export async function* unpack(
  path: string,
  issues: IssueSink,
  limits: UnpackLimits = {},
): AsyncGenerator<Source> {
  const bytes = new ByteStream(createReadStream(path, { highWaterMark: 2 ** 18 }));
  yield* open({ path, bytes, file: path }, new Guard(limits), issues, DEPTH);
}

async function* open(source: Source, guard: Guard, issues: IssueSink, depth: number): AsyncGenerator<Source> {
  const { path } = source;
  const head = await source.bytes.peek(TAR_BLOCK);
  const isGzip = head.length >= 2 && head.readUInt16BE(0) === 0x1f8b;
  const members = readerOf(head);
  if (!isGzip && members === undefined) {
    yield source;
  } else if (depth === 0) {
    issues({ path, place: "", reason: `archives nested more than ${DEPTH} deep are not opened` });
    await source.bytes.cancel();
  } else if (members === undefined) {
    const bytes = new ByteStream(gunzip(source, guard));
    yield* open({ path, bytes, file: undefined }, guard, issues, depth - 1);
  } else {
    yield* openMembers(source, members, guard, issues, depth - 1);
  }
}

function readerOf(head: Buffer): ArchiveReader | undefined {
  if (isZip(head)) return zipMembers;
  if (isSevenZip(head)) return sevenZipMembers;
  return isTar(head) ? tarMembers : undefined;
}

/** A fault of a member is its own; one of the archive, or a limit of the whole file, ends it. */
async function* openMembers(
  source: Source,
  members: ArchiveReader,
  guard: Guard,
  issues: IssueSink,
  depth: number,
): AsyncGenerator<Source> {
  try {
    for await (const { name, bytes } of members({ ...source, guard, issues })) {
      const path = `${source.path}!${name}`;
      try {
        yield* open({ path, bytes, file: undefined }, guard, issues, depth);
      } catch (error) {
        if (guard.isSpent) throw error;
        issues({ path, place: "", reason: (error as Error).message });
      }
      await bytes.cancel();
    }
  } finally {
    await source.bytes.cancel();
  }
}

async function* gunzip(source: Source, guard: Guard): AsyncGenerator<Buffer> {
  let packed = 0;
  const counted = async function* () {
    for await (const part of source.bytes) {
      packed += part.length;
      yield part;
    }
  };
  yield* guard.watch(inflated(counted(), "gzip"), () => packed);
}
