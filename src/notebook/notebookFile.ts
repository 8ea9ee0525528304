import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
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

/**
 * Writes a text file whole or not at all: into a temporary file beside it, to the disk, then renamed over it.
 *
 * A reader never sees half a file, and an earlier file survives a failure. Makes the folder.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(text);
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
