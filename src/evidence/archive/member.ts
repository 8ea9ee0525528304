import type { IssueSink } from "../../core/issue";
import type { ByteStream } from "../byteStream";
import type { Guard } from "./guard";

/** One file in an archive, unpacked and under guard. */
export interface Member {
  /** As the archive writes it, with slashes. It is shown, and never written to. */
  readonly name: string;
  /** To be read, or left, before the next member is asked for. */
  readonly bytes: ByteStream;
}

/** An archive to open, and what bounds it. */
export interface ArchiveSource {
  readonly path: string;
  readonly bytes: ByteStream;
  /** The file on disk, unless the archive lies in another one. */
  readonly file: string | undefined;
  readonly guard: Guard;
  readonly issues: IssueSink;
}

/** Gives the members of an archive in their order. Throws where nothing more can be had of it. */
export type ArchiveReader = (source: ArchiveSource) => AsyncGenerator<Member>;

/** Largest archive that is held in memory: one that lies in another one, and must be read out of order. */
export const ARCHIVE_IN_MEMORY = 256 * 2 ** 20;
