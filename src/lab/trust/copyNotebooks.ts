import { existsSync } from "node:fs";
import { constants, copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { readNotebook } from "../../notebook/notebookFile";
import { openTrustStore } from "./trustStore";

/** Folders of {@link copyNotebooks}. */
export interface NotebookFolders {
  /** The notebooks as they are shipped. */
  readonly from: string;
  /** Those that were run here, with their outputs; they are copied instead where there are any. */
  readonly executed: string;
  /** Where the person works. */
  readonly to: string;
  /** Where it is kept which notebooks are trusted. */
  readonly dataFolder: string;
}

/**
 * Gives the person copies of notebooks to change; what is there already stays as it is. Returns the new ones' names.
 *
 * What was run here is trusted: its figures are ours.
 */
export async function copyNotebooks({ from, executed, to, dataFolder }: NotebookFolders): Promise<string[]> {
  const trust = openTrustStore(dataFolder);
  await mkdir(to, { recursive: true });
  const names = (await readdir(from)).filter((name) => name.endsWith(".ipynb"));
  const missing = names.filter((name) => !existsSync(join(to, name)));
  for (const name of missing) {
    const run = join(executed, name);
    const source = existsSync(run) ? run : join(from, name);
    await copyFile(source, join(to, name), constants.COPYFILE_EXCL);
    await trust.sign(await readNotebook(source));
  }
  return missing;
}
