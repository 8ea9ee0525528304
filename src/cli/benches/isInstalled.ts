import { spawnSync } from "node:child_process";

/** Whether a peer's command can be started; when not, that is said on the error output. `args` make it end at once. */
export function isInstalled(command: string, args: readonly string[]): boolean {
  const isThere = spawnSync(command, args, { stdio: "ignore" }).error === undefined;
  if (!isThere) process.stderr.write(`  (not compared with ${command}: it is not on the path)\n`);
  return isThere;
}
