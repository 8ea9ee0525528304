import { lstat, readFile, rm, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { writeWhole } from "../../notebook/notebookFile";
import { HttpError } from "../httpError";
import { findInside } from "../security/realPathInside";
import type { ContentsRoot } from "./contentsRoot";

/** An earlier state of a file. */
export interface Checkpoint {
  readonly id: string;
  readonly last_modified: string;
}

/** The folder beside a file in which its checkpoint is, as Jupyter has it. */
export const CHECKPOINT_FOLDER = ".ipynb_checkpoints";
// One checkpoint a file, under the id that Jupyter's own server gives.
const ID = "checkpoint";

/** Where the checkpoint of a file is. */
export function checkpointPath(path: string): string {
  const ending = extname(path);
  return join(dirname(path), CHECKPOINT_FOLDER, `${basename(path, ending)}-${ID}${ending}`);
}

/** The checkpoints of a file: none or one. */
export async function listCheckpoints(site: ContentsRoot, parts: readonly string[]): Promise<Checkpoint[]> {
  const info = await stat(await checkpointOf(site, parts)).catch(() => undefined);
  return info === undefined ? [] : [{ id: ID, last_modified: info.mtime.toISOString() }];
}

/** Keeps the file as it is on disk now; replaces the earlier checkpoint. */
export async function createCheckpoint(site: ContentsRoot, parts: readonly string[]): Promise<Checkpoint> {
  const copy = await checkpointOf(site, parts);
  await site.inTurn(async () => writeWhole(copy, await readFile(await findInside(site.root, parts))));
  return (await listCheckpoints(site, parts))[0]!;
}

/** Puts the checkpoint back in the file's place. */
export async function restoreCheckpoint(
  site: ContentsRoot,
  parts: readonly string[],
  id: string,
): Promise<void> {
  const copy = await knownCheckpoint(site, parts, id);
  await site.inTurn(async () => writeWhole(await findInside(site.root, parts), await readFile(copy)));
}

/** Deletes the checkpoint; the file stays. */
export async function removeCheckpoint(
  site: ContentsRoot,
  parts: readonly string[],
  id: string,
): Promise<void> {
  await rm(await knownCheckpoint(site, parts, id));
}

async function knownCheckpoint(site: ContentsRoot, parts: readonly string[], id: string): Promise<string> {
  const path = await checkpointOf(site, parts);
  if (id !== ID || (await listCheckpoints(site, parts)).length === 0)
    throw new HttpError(404, "There is no such checkpoint.", "missing");
  return path;
}

/** The folder of checkpoints may be a link, too: it must not lead out. */
async function checkpointOf(site: ContentsRoot, parts: readonly string[]): Promise<string> {
  const path = await findInside(site.root, parts);
  if (!(await stat(path)).isFile()) throw new HttpError(400, "Only files have checkpoints.", "folder");
  const copy = checkpointPath(path);
  for (const one of [dirname(copy), copy]) await refuseLink(one);
  return copy;
}

async function refuseLink(path: string): Promise<void> {
  const info = await lstat(path).catch(() => undefined);
  if (info?.isSymbolicLink()) throw new HttpError(403, "Checkpoints behind links are not touched.", "link");
}
