import { lstat, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { HttpError } from "../httpError";

// A longer path is no path of a person, and each part costs a look at the disk.
const MAX_LENGTH = 4096;

/**
 * The parts of a path as an address has it, decoded once; undefined for what has no business there: dots, hidden
 * names, separators and drive letters of Windows, control characters.
 *
 * @example
 * pathParts("/a/b%20c.ipynb") // ["a", "b c.ipynb"]
 * pathParts("/..%2fsecret") // undefined
 */
export function pathParts(pathname: string): string[] | undefined {
  try {
    const parts = decodeURIComponent(pathname)
      .split("/")
      .filter((part) => part !== "");
    return pathname.length > MAX_LENGTH || parts.some(isOddName) ? undefined : parts;
  } catch {
    return undefined;
  }
}

/**
 * Whether a name is none for a file that a person would see: hidden, or not possible on every system.
 *
 * @example
 * isOddName(".env") // true
 */
export function isOddName(name: string): boolean {
  // Windows drops a dot or a space at the end, and so opens another file.
  const isAlias = process.platform === "win32" && /[ .]$/.test(name);
  return name.startsWith(".") || /[\\/:\u0000-\u001f\u007f]/.test(name) || isAlias;
}

/** Where a path really leads, when that is inside `root` (a real path) and not hidden there; undefined otherwise. */
export async function realPathInside(root: string, path: string): Promise<string | undefined> {
  const real = await realpath(path).catch(() => undefined);
  const isInside = real === root || real?.startsWith(root.endsWith(sep) ? root : root + sep);
  if (real === undefined || !isInside) return undefined;
  const parts = real.slice(root.length).split(sep);
  return parts.some((part) => part.startsWith(".")) ? undefined : real;
}

/** The real path of what is at these parts. Throws an `HttpError` when there is nothing, or nothing to show. */
export async function findInside(root: string, parts: readonly string[]): Promise<string> {
  const path = await realPathInside(root, join(root, ...parts));
  if (path === undefined) throw new HttpError(404, "There is no such file or folder.", "missing");
  return path;
}

/**
 * The path of what may be made or replaced at these parts: what a link there points at, or a new name in a real folder.
 * Throws an `HttpError` when the folder is not there or a link leads out.
 */
export async function placeInside(root: string, parts: readonly string[]): Promise<string> {
  const name = parts.at(-1);
  if (name === undefined) throw new HttpError(400, "This is the folder itself.", "folder");
  const folder = await findInside(root, parts.slice(0, -1));
  const path = join(folder, name);
  const existing = await realpath(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (existing !== undefined) return findInside(root, parts);
  await refuseDanglingLink(path);
  return path;
}

/** A link to nothing would let a new file come into being wherever it points. */
async function refuseDanglingLink(path: string): Promise<void> {
  const info = await lstat(path).catch(() => undefined);
  if (info?.isSymbolicLink()) throw new HttpError(403, "This link leads nowhere.", "link");
}
