import { lstat, mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HttpError } from "../httpError";
import { findInside, pathParts, placeInside } from "../security/realPathInside";
import { CHECKPOINT_FOLDER, checkpointPath } from "./checkpoints";
import { type ContentsModel, contentsModel } from "./contentsModel";
import type { ContentsRoot } from "./contentsRoot";

/** Renames or moves a file or folder, with its checkpoint; never over another one. Throws an `HttpError`. */
export async function moveContents(
  site: ContentsRoot,
  parts: readonly string[],
  to: unknown,
): Promise<ContentsModel> {
  const target = typeof to === "string" ? pathParts(encodeURIComponent(to)) : undefined;
  if (target === undefined || target.length === 0 || parts.length === 0)
    throw new HttpError(400, "The new path is not possible.", "name");
  await site.inTurn(async () => {
    const from = await entryInside(site, parts);
    const path = await placeInside(site.root, target);
    if (!(await isSameFile(from, path)) && (await exists(path)))
      throw new HttpError(409, `There is a file or folder ${target.join("/")} already.`, "exists");
    await rename(from, path);
    await moveCheckpoint(from, path);
  });
  return contentsModel(site, target);
}

/** Deletes a file with its checkpoint, a link, or an empty folder. Throws an `HttpError`. */
export async function removeContents(site: ContentsRoot, parts: readonly string[]): Promise<void> {
  if (parts.length === 0) throw new HttpError(400, "The folder that is served cannot be deleted.", "folder");
  await site.inTurn(async () => {
    const path = await entryInside(site, parts);
    if ((await lstat(path)).isDirectory()) return removeFolder(path);
    await rm(path);
    await rm(checkpointPath(path), { force: true });
  });
}

/** There is no way back from here, so that a folder with files in it stays. */
async function removeFolder(path: string): Promise<void> {
  const left = (await readdir(path)).filter((name) => name !== CHECKPOINT_FOLDER);
  if (left.length > 0) throw new HttpError(400, "This folder is not empty.", "folder");
  await rm(join(path, CHECKPOINT_FOLDER), { recursive: true, force: true });
  await rmdir(path);
}

/** The entry itself in its real folder, and not what a link there points at, as long as that is inside, too. */
async function entryInside(site: ContentsRoot, parts: readonly string[]): Promise<string> {
  await findInside(site.root, parts);
  return join(await findInside(site.root, parts.slice(0, -1)), parts.at(-1)!);
}

async function moveCheckpoint(from: string, to: string): Promise<void> {
  const old = checkpointPath(from);
  if (!(await exists(old))) return;
  await mkdir(dirname(checkpointPath(to)), { recursive: true });
  await rename(old, checkpointPath(to));
}

/** A new name that differs in capitals only is the same file on some systems. */
async function isSameFile(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((path) => lstat(path).catch(() => undefined)));
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev && a !== b;
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
