import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** What a bundle was built from and what came out: SHA-256 by path. */
export interface Manifest {
  readonly sources: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The manifest's own name in the bundle. */
export const MANIFEST = "manifest.json";

/**
 * SHA-256 of every file below a folder, by path with forward slashes; without installed packages, hidden files and the
 * manifest itself.
 *
 * Line ends are read as one line feed, so that a checkout on Windows has the same sums.
 */
export function sumsOf(folder: string): Record<string, string> {
  const sums = filesOf(folder).map((path): [string, string] => {
    const bytes = readFileSync(join(folder, path));
    const text = Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
    return [path, createHash("sha256").update(text).digest("hex")];
  });
  return Object.fromEntries(sums);
}

function filesOf(folder: string, below = folder): string[] {
  const entries = readdirSync(below, { withFileTypes: true }).filter(
    ({ name }) => name !== "node_modules" && name !== MANIFEST && !name.startsWith("."),
  );
  return entries
    .flatMap((entry) => {
      const path = join(below, entry.name);
      return entry.isDirectory() ? filesOf(folder, path) : [relative(folder, path).split(sep).join("/")];
    })
    .sort();
}
