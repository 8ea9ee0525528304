import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { kernelNames } from "../../notebook/client/kernelSpec";
import { HttpError } from "../httpError";
import { pathParts, realPathInside } from "../security/realPathInside";
import { type LabKernel, startLabKernel } from "./labKernel";

/** The kernels of a server. */
export interface KernelList {
  all(): LabKernel[];
  /** Throws an `HttpError` when there is none of this id. */
  get(id: string): LabKernel;
  /** Starts a kernel by name for a file or folder below the root. Throws an `HttpError`. */
  start(name: unknown, path: string): Promise<LabKernel>;
  /** Ends a kernel and forgets it. */
  remove(id: string): Promise<void>;
  close(): Promise<void>;
}

/** More than any laptop has memory for. */
const MOST_KERNELS = 32;

/** No kernels yet; they run in the folders of their notebooks below `root`. */
export function kernelList(root: string): KernelList {
  const kernels = new Map<string, LabKernel>();
  const get = (id: string) => {
    const kernel = kernels.get(id);
    if (kernel === undefined) throw new HttpError(404, "There is no such kernel.", "kernel");
    return kernel;
  };
  const remove = async (id: string) => {
    const kernel = get(id);
    kernels.delete(id);
    await kernel.shutdown();
  };
  return {
    ...{ get, remove },
    all: () => [...kernels.values()],
    async start(name, path) {
      const known = name ?? kernelNames[0]!;
      if (typeof known !== "string" || !kernelNames.includes(known))
        throw new HttpError(400, `The kernel must be ${kernelNames.join(" or ")}.`, "kernel");
      const folder = await folderFor(root, path);
      if (kernels.size >= MOST_KERNELS)
        throw new HttpError(503, `${MOST_KERNELS} kernels run already; end one first.`, "kernel");
      const kernel = startLabKernel(known, folder);
      kernels.set(kernel.id, kernel);
      return kernel;
    },
    async close() {
      await Promise.all([...kernels.keys()].map(remove));
    },
  };
}

/** The nearest folder that exists: a session's path need not be a file's. */
async function folderFor(root: string, path: string): Promise<string> {
  const parts = pathParts(encodeURIComponent(path)) ?? [];
  for (let length = parts.length; length > 0; length--) {
    const real = await realPathInside(root, join(root, ...parts.slice(0, length)));
    if (real === undefined) continue;
    return (await stat(real)).isDirectory() ? real : dirname(real);
  }
  return root;
}
