import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { kernelSpec } from "./client/kernelSpec";
import { writeWhole } from "./notebookFile";

/** Where the person's files are; for tests. */
export interface RegisterPlace {
  /** @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** @default the home folder */
  readonly home?: string;
  /** @default process.platform */
  readonly platform?: NodeJS.Platform;
}

/** What was done for one kernel folder. */
export interface Registration {
  /** The path of `kernel.json`. */
  readonly path: string;
  /** `foreign`: a kernel of that name that is not ours stands there and was left alone. */
  readonly action: "written" | "up to date" | "foreign";
}

const COMMANDS = ["jupyter", "jupyter-lab", "jupyter-notebook", "code", "code-insiders", "codium"];

/**
 * Makes the kernel "TypeScript (huntbook)" known to Jupyter and VS Code: writes its `kernel.json`, needs no Python.
 *
 * Into the user's Jupyter data folder, and into the fixed one in the home folder, which is the only one that VS Code
 * reads. Empty when neither folder nor a command of Jupyter or VS Code is found. A kernel of the same name that is
 * not ours is never overwritten.
 *
 * Source: jupyter_core `jupyter_data_dir`; VS Code Jupyter `jupyterPaths.node.ts`.
 */
export async function registerKernel(place: RegisterPlace = {}): Promise<Registration[]> {
  const { env = process.env, home = homedir(), platform = process.platform } = place;
  const folders = dataFolders(env, home, platform);
  const isWanted =
    folders.some((folder) => existsSync(folder)) || COMMANDS.some((name) => onPath(name, env, platform));
  if (!isWanted) return [];
  return Promise.all(folders.map((folder) => register(join(folder, "kernels", "huntbook", "kernel.json"))));
}

async function register(path: string): Promise<Registration> {
  const text = `${JSON.stringify(kernelJson(), null, 1)}\n`;
  const present = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (present === text) return { path, action: "up to date" };
  if (present !== undefined && !isOurs(present)) return { path, action: "foreign" };
  await writeWhole(path, text);
  return { path, action: "written" };
}

function kernelJson(): Record<string, unknown> {
  const spec = kernelSpec("tslab");
  return {
    argv: spec.argv,
    display_name: "TypeScript (huntbook)",
    language: spec.language,
    interrupt_mode: spec.interruptMode,
    // By this we know later that the file is ours.
    metadata: { huntbook: { kernel: spec.name } },
  };
}

function isOurs(text: string): boolean {
  try {
    const value = JSON.parse(text) as { metadata?: { huntbook?: unknown } } | null;
    return typeof value?.metadata?.huntbook === "object";
  } catch {
    return false;
  }
}

function dataFolders(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  platform: NodeJS.Platform,
): string[] {
  const fixed =
    platform === "win32"
      ? join(home, "AppData", "Roaming", "jupyter")
      : platform === "darwin"
        ? join(home, "Library", "Jupyter")
        : join(home, ".local", "share", "jupyter");
  const linuxData =
    platform === "linux" && env.XDG_DATA_HOME ? join(env.XDG_DATA_HOME, "jupyter") : undefined;
  const windowsData = platform === "win32" && env.APPDATA ? join(env.APPDATA, "jupyter") : undefined;
  const own = env.JUPYTER_DATA_DIR || linuxData || windowsData || fixed;
  return [...new Set([resolve(own), resolve(fixed)])];
}

function onPath(
  command: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): boolean {
  const endings = platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  const folders = (env.PATH ?? env.Path ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.some((folder) => endings.some((ending) => existsSync(join(folder, command + ending))));
}
