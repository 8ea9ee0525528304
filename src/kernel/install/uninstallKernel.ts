import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { type InstallOptions, targetFolders } from "./installKernel";
import { specPath } from "./kernelFolders";
import { readSpecFile } from "./specFile";

/** What was done for one kernel folder. */
export interface Removal {
  /** The path of `kernel.json`. */
  readonly path: string;
  readonly action: "removed" | "not there" | "foreign";
}

/** Takes our kernel's folders away again; one of the same name that is not ours stays. */
export async function uninstallKernel(options: InstallOptions = {}): Promise<Removal[]> {
  const paths = targetFolders("uninstallKernel", options).map(specPath);
  return Promise.all(
    paths.map(async (path): Promise<Removal> => {
      const present = await readSpecFile(path);
      if (present === undefined) return { path, action: "not there" };
      if (!present.isOurs) return { path, action: "foreign" };
      await rm(dirname(path), { recursive: true });
      return { path, action: "removed" };
    }),
  );
}
