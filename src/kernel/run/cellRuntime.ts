import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ImportModule } from "./importModule";
import { KeyboardInterrupt } from "./keyboardInterrupt";

/** What a compiled cell reaches as `$hb`. */
export interface CellRuntime {
  /** The value of the cell's last expression. */
  last: unknown;
  readonly meta: { readonly url: string; readonly dirname: string; readonly filename: string };
  readonly import: ImportModule;
  /** Waits as `await` does, and stops an interrupted cell behind it. */
  guard(value: unknown): Promise<unknown>;
  /** Goes through what `for await` goes through, and stops an interrupted cell at each step. */
  each(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown>;
}

/** The runtime of one run of one cell; `isStopped` says whether it was interrupted. */
export function cellRuntime(
  folder: string,
  importModule: ImportModule,
  isStopped: () => boolean,
): CellRuntime {
  const filename = join(folder, "notebook.ts");
  const check = () => {
    if (isStopped()) throw new KeyboardInterrupt();
  };
  return {
    last: undefined,
    meta: { url: pathToFileURL(filename).href, dirname: folder, filename },
    import: importModule,
    async guard(value) {
      try {
        return await value;
      } finally {
        check();
      }
    },
    async *each(values) {
      for await (const value of values) {
        check();
        yield value;
      }
    },
  };
}
