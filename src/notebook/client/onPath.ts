import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where commands are looked for; for tests. */
export interface CommandPlace {
  /** @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** @default process.platform */
  readonly platform?: NodeJS.Platform;
}

/** Whether a command is in one of the folders of the path; looks at files, and starts nothing. */
export function isOnPath(command: string, place: CommandPlace = {}): boolean {
  const { env = process.env, platform = process.platform } = place;
  const isWindows = platform === "win32";
  const endings = isWindows ? [".exe", ".cmd", ".bat"] : [""];
  const folders = (env.PATH ?? env.Path ?? "").split(isWindows ? ";" : ":");
  return folders.some(
    (folder) => folder !== "" && endings.some((ending) => existsSync(join(folder, command + ending))),
  );
}
