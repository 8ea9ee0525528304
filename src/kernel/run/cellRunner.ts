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
  /** Compiles and runs a cell; resolves with its last expression's value, in a box: it may be a promise. `name` is how messages call it. */
  run(code: string, name: string): Promise<{ readonly value: unknown }>;
  /** Does something on behalf of the cell that ran last, such as showing its value; an interrupt ends it too. */
  within<T>(work: () => Promise<T>): Promise<T>;
  /** Ends what runs with a `KeyboardInterrupt`; does nothing when nothing does. */
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
  let stop = () => {};
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
        stop = () => {
          interrupted = true;
          reject(new KeyboardInterrupt());
        };
      });
      stopped.catch(() => {});
      const start = await Promise.race([prepare(code, name), stopped]);
      const runtime = cellRuntime(folder, importModule, () => interrupted);
      await Promise.race([inOwnTurn(() => start(runtime, require, filename, folder)), stopped]);
      return { value: runtime.last };
    },
    within: (work) => Promise.race([inOwnTurn(work), stopped]),
    interrupt: () => stop(),
  };
}

/**
 * Starts work in a turn of the event loop of its own.
 *
 * When it is taken off by force, all JavaScript below it on the stack goes with it; below it must be nothing of ours.
 */
function inOwnTurn<T>(work: () => Promise<T>): Promise<T> {
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
