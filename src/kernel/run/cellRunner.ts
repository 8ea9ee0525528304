import { createRequire } from "node:module";
import { join } from "node:path";
import vm from "node:vm";
import type { CompilerThread } from "../compiler/compilerThread";
import { RUNTIME } from "../compiler/runtimeNames";
import { CellFailure } from "./cellFailure";
import { cellRuntime } from "./cellRuntime";
import type { ImportModule } from "./importModule";
import { KeyboardInterrupt } from "./keyboardInterrupt";
import type { StackTraces } from "./stackTraces";

/** Runs cells, one at a time. */
export interface CellRunner {
  /** Compiles and runs a cell; resolves with the value of its last expression. `name` is how messages call it. */
  run(code: string, name: string): Promise<unknown>;
  /** Waits for something on behalf of the running cell, as long as it is not interrupted. */
  within<T>(work: Promise<T>): Promise<T>;
  /** Ends the running cell with a `KeyboardInterrupt`; does nothing when there is none. */
  interrupt(): void;
}

/** What a runner needs. */
export interface RunnerParts {
  readonly folder: string;
  readonly compiler: CompilerThread;
  readonly traces: StackTraces;
  readonly importModule: ImportModule;
  /** Takes what the compiler finds in cells that run all the same. */
  warn(text: string): void;
}

type CellFunction = (...args: readonly unknown[]) => Promise<void>;

const PARAMETERS = [RUNTIME, "require", "__filename", "__dirname"];
// A line of its own, taken off the line numbers again, so that columns of the first line stay right.
const HEAD = `(async function (${PARAMETERS.join(", ")}) { "use strict";\n`;

/** Starts a runner; what cells declare stays in the global scope of this process. */
export function cellRunner({ folder, compiler, traces, importModule, warn }: RunnerParts): CellRunner {
  const declared = new Set<string>();
  const filename = join(folder, "notebook.ts");
  const require = createRequire(filename);
  let stop: ((reason: KeyboardInterrupt) => void) | undefined;
  let stopped = new Promise<never>(() => {});

  const prepare = async (code: string, name: string): Promise<CellFunction> => {
    const cell = await compiler.ask("compile", code, name);
    if (cell.code === undefined) {
      throw new CellFailure(cell.isSyntax ? "SyntaxError" : "TypeScriptError", cell.faults);
    }
    if (cell.faults.length > 0) warn(`${cell.faults.join("\n\n")}\n`);
    const made = new vm.Script(`${HEAD}${cell.code}\n})`, {
      filename: name,
      lineOffset: -1,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    traces.add(name, cell.map!);
    declare(cell.variables, declared);
    void compiler.ask("keep");
    return made.runInThisContext();
  };
  return {
    async run(code, name) {
      let interrupted = false;
      stopped = new Promise<never>((_, reject) => {
        stop = (reason) => {
          interrupted = true;
          reject(reason);
        };
      });
      stopped.catch(() => {});
      try {
        const start = await Promise.race([prepare(code, name), stopped]);
        const runtime = cellRuntime(folder, importModule, () => interrupted);
        const args = [runtime, require, filename, folder];
        await Promise.race([inOwnTurn(() => start(...args)), stopped]);
        return runtime.last;
      } finally {
        stop = undefined;
      }
    },
    within: (work) => Promise.race([work, stopped]),
    interrupt: () => stop?.(new KeyboardInterrupt()),
  };
}

/**
 * Starts work in a turn of the event loop of its own.
 *
 * When it is taken off by force, all JavaScript below it on the stack goes with it; below it must be nothing of ours.
 */
function inOwnTurn(work: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      work().then(resolve, reject);
    });
  });
}

/** Makes variables that do not exist yet; existing ones keep their value until the cell gives them another. */
function declare(names: readonly string[], declared: Set<string>): void {
  const missing = names.filter((name) => !declared.has(name));
  if (missing.length === 0) return;
  new vm.Script(`let ${missing.join(", ")};`, { filename: "declarations" }).runInThisContext();
  for (const name of missing) declared.add(name);
}
