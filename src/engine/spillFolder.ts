import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// State of the process, not of the library's results: folders that must not outlive it.
const folders = new Set<string>();

/** A temporary folder for what does not fit into memory; gone when it is removed, or when the process ends. */
export function makeSpillFolder(): string {
  if (folders.size === 0) process.once("exit", removeAll);
  const folder = mkdtempSync(join(tmpdir(), "huntbook-"));
  folders.add(folder);
  return folder;
}

/** Removes a folder of {@link makeSpillFolder} with all that is in it. */
export function removeSpillFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
  if (folders.size === 0) process.off("exit", removeAll);
}

function removeAll(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
