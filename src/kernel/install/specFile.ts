import { readFile } from "node:fs/promises";
import { kernelSpec } from "../../notebook/client/kernelSpec";

/** What stands in a `kernel.json`. */
export interface SpecFile {
  readonly text: string;
  /** Whether we wrote it: by its metadata, whatever its version. */
  readonly isOurs: boolean;
  /** The command; empty when the file cannot be read as JSON. */
  readonly argv: readonly string[];
}

/** The text of our `kernel.json`: absolute paths, since front ends started from a desktop have another PATH. */
export function specText(): string {
  const spec = kernelSpec("huntbook");
  const content = {
    argv: spec.argv,
    display_name: spec.displayName,
    language: spec.language,
    interrupt_mode: spec.interruptMode,
    // By this we know later that the file is ours.
    metadata: { huntbook: { kernel: spec.name } },
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

/** Reads a `kernel.json`; undefined when there is none. */
export async function readSpecFile(path: string): Promise<SpecFile | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const value = parsed(text) as { argv?: unknown; metadata?: { huntbook?: unknown } } | null;
  const argv = Array.isArray(value?.argv) ? value.argv.map(String) : [];
  const mark = value?.metadata?.huntbook;
  return { text, argv, isOurs: typeof mark === "object" && mark !== null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
