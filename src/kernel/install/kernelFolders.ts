import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { isOnPath } from "../../notebook/client/onPath";

/** Where the person's files are; for tests. */
export interface InstallPlace {
  /** @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** @default the home folder */
  readonly home?: string;
  /** @default process.platform */
  readonly platform?: NodeJS.Platform;
}

const COMMANDS = ["jupyter", "jupyter-lab", "jupyter-notebook", "code", "code-insiders", "codium"];

/** The path of our `kernel.json` below one of Jupyter's data folders. */
export function specPath(dataFolder: string): string {
  return join(dataFolder, "kernels", "huntbook", "kernel.json");
}

/**
 * The data folders of this user: the one that Jupyter reads, and the fixed one in the home folder, which is the only
 * one that VS Code reads.
 *
 * Source: jupyter_core `jupyter_data_dir`; VS Code Jupyter `jupyterPaths.node.ts`.
 */
export function userDataFolders(place: InstallPlace = {}): string[] {
  const { env = process.env, home = homedir(), platform = process.platform } = place;
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

/** Every data folder in which a front end may find kernels, in Jupyter's order. */
export function allDataFolders(place: InstallPlace = {}): string[] {
  const { env = process.env, platform = process.platform } = place;
  const extra = (env.JUPYTER_PATH ?? "")
    .split(platform === "win32" ? ";" : ":")
    .filter((path) => path !== "");
  const system =
    platform === "win32"
      ? [join(env.PROGRAMDATA ?? "C:\\ProgramData", "jupyter")]
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  const environment = environmentFolder(place);
  const folders = [
    ...extra,
    ...userDataFolders(place),
    ...(environment === undefined ? [] : [environment]),
    ...system,
  ];
  return [...new Set(folders.map((folder) => resolve(folder)))];
}

/** The data folder of the active Python environment (venv or conda); undefined for none. */
export function environmentFolder({ env = process.env }: InstallPlace = {}): string | undefined {
  const prefix = env.VIRTUAL_ENV || env.CONDA_PREFIX;
  return prefix ? join(prefix, "share", "jupyter") : undefined;
}

/** Which commands of Jupyter and VS Code are on the path. */
export function frontEndCommands(place: InstallPlace = {}): string[] {
  return COMMANDS.filter((command) => isOnPath(command, place));
}
