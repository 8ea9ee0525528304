import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What a command line printed and how it ended. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line, as users do. */
export function huntbook(...args: readonly string[]): CliResult {
  const main = join(__dirname, "..", "..", "dist", "cli", "main.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return { code: status, stdout, stderr };
}

/** The JSON lines that a command printed. */
export function jsonLines(result: CliResult): Record<string, unknown>[] {
  return result.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
