import { existsSync, readFileSync, statSync } from "node:fs";
import Module from "node:module";
import { dirname, join } from "node:path";
import type { CompilerThread } from "../compiler/compilerThread";
import type { StackTraces } from "./stackTraces";

/** Local files of TypeScript that were loaded. */
export interface LocalTypeScript {
  /** Forgets what was loaded when one of the files has changed, so that the next import loads it again. */
  refresh(): void;
}

interface ModuleInternals {
  readonly _extensions: Record<
    string,
    (module: { _compile(code: string, path: string): void }, path: string) => void
  >;
  _resolveFilename(request: string, parent: { filename?: string } | undefined, ...rest: unknown[]): string;
}

/** Lets `require` load TypeScript: files, folders with an index, and `./a.js` that is `a.ts`. */
export function loadLocalTypeScript(compiler: CompilerThread, traces: StackTraces): LocalTypeScript {
  const loaded = new Map<string, number>();
  const { _extensions: extensions } = Module as unknown as ModuleInternals;
  for (const ending of [".ts", ".tsx", ".mts", ".cts"]) {
    extensions[ending] = (module, path) => {
      const text = readFileSync(path, "utf8");
      if (!/[\\/]node_modules[\\/]/.test(path)) loaded.set(path, changed(path));
      const { code, map } = compiler.askNow("file", path, text);
      traces.add(path, map);
      module._compile(code, path);
    };
  }
  findSourcesOfJs(Module as unknown as ModuleInternals);
  return {
    refresh() {
      if ([...loaded].every(([path, time]) => changed(path) === time)) return;
      for (const path of loaded.keys()) delete require.cache[path];
      loaded.clear();
    },
  };
}

function findSourcesOfJs(modules: ModuleInternals): void {
  const resolve = modules._resolveFilename;
  modules._resolveFilename = function (request, parent, ...rest) {
    try {
      return resolve.call(this, request, parent, ...rest);
    } catch (error) {
      const from = parent?.filename;
      if (from === undefined || !/^\.{1,2}\/.*\.[cm]?js$/.test(request)) throw error;
      const source = join(dirname(from), request).replace(/js$/, "ts");
      if (!existsSync(source)) throw error;
      return source;
    }
  };
}

function changed(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
