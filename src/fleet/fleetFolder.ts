import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { FleetSettings } from "./fleetOptions";

/** Version of the content: raised with every change that alters what a seed gives. */
export const FLEET_VERSION = 3;

/** First key of `fleet.json`, by which a folder is known as ours. */
export const FLEET_GENERATOR = "huntbook sample fleet";

/** What `fleet.json` says about the making of a fleet. */
export interface FleetOrigin extends FleetSettings {
  readonly generator: string;
  readonly version: number;
}

/** How the fleet in a folder was made, or undefined when the folder holds no fleet of ours. */
export async function readOrigin(folder: string): Promise<FleetOrigin | undefined> {
  try {
    const origin = JSON.parse(await readFile(join(folder, "fleet.json"), "utf8")) as FleetOrigin;
    return origin.generator === FLEET_GENERATOR ? origin : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Fills a folder in one step: `write` gets a new folder beside it, which takes its place when all went well.
 *
 * A fleet of ours that stood there, or an empty folder, is replaced; anything else is left alone, with an error.
 */
export async function replaceFolder(
  where: string,
  folder: string,
  write: (folder: string) => Promise<void>,
): Promise<void> {
  const target = resolve(folder);
  if (!(await isReplaceable(target))) {
    throw new Error(
      `${where}: out must be a new or empty folder or an earlier fleet, got ${JSON.stringify(folder)}; choose another folder or remove it yourself`,
    );
  }
  const fresh = join(dirname(target), `.${basename(target)}-${process.pid}-${Date.now()}`);
  await mkdir(fresh, { recursive: true });
  try {
    await write(fresh);
    await swap(fresh, target);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function isReplaceable(target: string): Promise<boolean> {
  if (!existsSync(target) || (await readOrigin(target)) !== undefined) return true;
  return (await stat(target)).isDirectory() && (await readdir(target)).length === 0;
}

async function swap(fresh: string, target: string): Promise<void> {
  if (!existsSync(target)) return rename(fresh, target);
  const old = `${fresh}-old`;
  await rename(target, old);
  try {
    await rename(fresh, target);
  } catch (error) {
    await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}
