import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../notebook/notebookFile";
import {
  environmentFolder,
  frontEndCommands,
  type InstallPlace,
  specPath,
  userDataFolders,
} from "./kernelFolders";
import { readSpecFile, specText } from "./specFile";

/** What was done for one kernel folder. */
export interface Registration {
  /** The path of `kernel.json`. */
  readonly path: string;
  /** `foreign`: a kernel of that name that is not ours stands there and was left alone. */
  readonly action: "written" | "up to date" | "foreign";
}

/** Options of {@link installKernel}. */
export interface InstallOptions extends InstallPlace {
  /** Install below `<prefix>/share/jupyter` instead of the user's folders. */
  readonly prefix?: string;
  /** Install into the active Python environment. @default false */
  readonly sysPrefix?: boolean;
}

/**
 * Makes the kernel "TypeScript (huntbook)" known to Jupyter and VS Code: writes its `kernel.json`, needs no Python.
 *
 * A kernel of the same name that is not ours is never overwritten. Throws a `RangeError` when `sysPrefix` is asked
 * for and no Python environment is active.
 */
export async function installKernel(options: InstallOptions = {}): Promise<Registration[]> {
  return Promise.all(targetFolders("installKernel", options).map((folder) => register(specPath(folder))));
}

/** As {@link installKernel} into the user's folders, where Jupyter or VS Code is found; else nothing and empty. */
export async function registerKernel(place: InstallPlace = {}): Promise<Registration[]> {
  const isWanted = userDataFolders(place).some(existsSync) || frontEndCommands(place).length > 0;
  return isWanted ? installKernel(place) : [];
}

/** The data folders that the options mean. */
export function targetFolders(
  where: string,
  { prefix, sysPrefix = false, ...place }: InstallOptions,
): string[] {
  if (prefix !== undefined) return [join(prefix, "share", "jupyter")];
  if (!sysPrefix) return userDataFolders(place);
  const folder = environmentFolder(place);
  if (folder === undefined) {
    throw new RangeError(
      `${where}: sysPrefix needs an active Python environment; activate one, or use prefix`,
    );
  }
  return [folder];
}

async function register(path: string): Promise<Registration> {
  const text = specText();
  const present = await readSpecFile(path);
  if (present?.text === text) return { path, action: "up to date" };
  if (present !== undefined && !present.isOurs) return { path, action: "foreign" };
  await writeWhole(path, text);
  return { path, action: "written" };
}
