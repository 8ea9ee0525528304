import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { formatNotebook, type Notebook, parseNotebook } from "./nbformat";

/**
 * Reads a notebook file.
 *
 * Throws a `SyntaxError` that names the file for text that is not a notebook, and Node's error when the file
 * cannot be read.
 */
export async function readNotebook(path: string): Promise<Notebook> {
  return parseNotebook(await readFile(path, "utf8"), path);
}

/** Writes a notebook file whole or not at all; makes its folder. */
export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  await writeWhole(path, formatNotebook(notebook));
}

/** Options of {@link writeWhole}. */
export interface WriteOptions {
  /** Permissions of a new file. @default as for any new file */
  readonly mode?: number;
}

/**
 * Writes a file whole or not at all: into a temporary file beside it, to the disk, then renamed over it.
 *
 * A reader never sees half a file, an earlier file survives a failure, and its permissions stay. Makes the folder.
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  { mode = 0o666 }: WriteOptions = {},
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const earlier = await stat(path).catch(() => undefined);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx", mode);
    try {
      if (earlier !== undefined) await file.chmod(earlier.mode & 0o777);
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
