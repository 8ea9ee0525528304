import type { Issue } from "../core/issue";
import { asUtf8 } from "./asUtf8";
import { detectKind, HEAD_BYTES } from "./detectKind";
import { expandPaths } from "./expandPaths";
import { collectIssues } from "./issues";
import { unpack } from "./unpack";

/** What one file, or one member of an archive, is. */
export interface Detected {
  readonly path: string;
  /** A kind of file or a tool, as `read` reports it and its option `kind` takes it; null for none. */
  readonly kind: string | null;
  /** `certain`, `likely`, `guess` or `none`. */
  readonly confidence: string;
  /** How that was seen, or why nothing was. */
  readonly reason: string;
}

/**
 * Says what files are, from their beginnings, without reading them: files, folders or globs, also inside archives.
 *
 * What cannot be opened is an issue. O(files), and the bytes before each member of an archive.
 */
export async function detect(
  paths: string | readonly string[],
): Promise<{ readonly files: readonly Detected[]; readonly issues: readonly Issue[] }> {
  const { issues, note, finish } = collectIssues();
  const files: Detected[] = [];
  for (const { path } of expandPaths(typeof paths === "string" ? [paths] : paths, note)) {
    try {
      for await (const source of unpack(path, note)) {
        const { bytes } = await asUtf8(source);
        const { kind, tool, confidence, reason } = detectKind(source.path, await bytes.peek(HEAD_BYTES));
        files.push({ path: source.path, kind: tool?.kind ?? kind ?? null, confidence, reason });
        await source.bytes.cancel();
      }
    } catch (error) {
      note({ path, place: "", reason: (error as Error).message });
    }
  }
  finish();
  return { files, issues };
}
