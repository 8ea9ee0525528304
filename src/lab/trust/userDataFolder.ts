import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The folder for what huntbook keeps about this person: `HUNTBOOK_DATA_DIR`, or where the system keeps such things.
 *
 * @example
 * userDataFolder({ HUNTBOOK_DATA_DIR: "/x" }) // "/x"
 * userDataFolder({}, "linux", "/home/a") // "/home/a/.local/share/huntbook"
 *
 * Source: XDG Base Directory Specification; Apple's and Microsoft's guides for application data.
 */
export function userDataFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  if (env.HUNTBOOK_DATA_DIR) return env.HUNTBOOK_DATA_DIR;
  if (platform === "win32") return join(env.APPDATA || join(home, "AppData", "Roaming"), "huntbook");
  if (platform === "darwin") return join(home, "Library", "Application Support", "huntbook");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "huntbook");
}
