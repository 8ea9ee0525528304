import childProcess, { type ChildProcess } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { StringDecoder } from "node:string_decoder";

type StreamName = "stdout" | "stderr";
type Print = (stream: StreamName, text: string) => void;
type AnyFunction = (...args: unknown[]) => unknown;

/** Settings for `stdio` in which nothing is inherited, and where the text of each of its places belongs. */
interface PipedStdio {
  readonly stdio: unknown;
  readonly targets: ReadonlyMap<StreamName, StreamName>;
}

const PLACES = [undefined, "stdout", "stderr"] as const;

/**
 * Makes child processes that inherit our output print into the cell, as they would into a terminal.
 *
 * For everything that `node:child_process` starts from now on. A child that is waited for (`spawnSync`, `execSync`)
 * shows its output when it has ended. What native add-ons write past Node is in the kernel's log, and not here.
 */
export function captureChildOutput(print: Print): void {
  captureStarted(print);
  const functions = childProcess as unknown as Record<string, AnyFunction>;
  functions.spawnSync = printingSpawnSync(functions.spawnSync!, print);
  for (const name of ["execSync", "execFileSync"]) {
    functions[name] = printingExecSync(functions[name]!, print);
  }
  // For those who import the functions by name.
  syncBuiltinESMExports();
}

/** Every way to start a child without waiting for it ends in this method. */
function captureStarted(print: Print): void {
  const prototype = childProcess.ChildProcess.prototype as unknown as {
    spawn(this: ChildProcess, options: { readonly stdio?: unknown }): unknown;
  };
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    const { stdio, targets } = piped(options.stdio);
    const result = spawn.call(this, { ...options, stdio });
    for (const [name, target] of targets) {
      const decoder = new StringDecoder("utf8");
      this[name]?.on("data", (chunk: Buffer) => print(target, decoder.write(chunk)));
      // As it is for every stream that is inherited.
      this[name] = null;
    }
    return result;
  };
}

function printingSpawnSync(run: AnyFunction, print: Print): AnyFunction {
  return (...args) => {
    const { targets, changed } = pipedArguments(args);
    const result = run(...changed) as Record<StreamName, unknown> & { readonly output: unknown[] | null };
    for (const [name, target] of targets) {
      print(target, textOf(result[name]));
      result[name] = null;
      if (result.output) result.output[PLACES.indexOf(name)] = null;
    }
    return result;
  };
}

function printingExecSync(run: AnyFunction, print: Print): AnyFunction {
  return (...args) => {
    const { targets, changed } = pipedArguments(args);
    const target = targets.get("stdout");
    // Left to itself, Node prints what the child wrote to its error output, also when the child succeeds.
    const options = changed.at(-1) as { stdio?: unknown } | undefined;
    if (targets.has("stderr")) delete options!.stdio;
    try {
      const stdout = run(...changed);
      if (target === undefined) return stdout;
      print(target, textOf(stdout));
      return null;
    } catch (error) {
      if (target !== undefined) print(target, textOf((error as Record<StreamName, unknown>).stdout));
      throw error;
    }
  };
}

/** The arguments with a copy of their options, if there are any: options come last. */
function pipedArguments(args: readonly unknown[]): {
  targets: PipedStdio["targets"];
  changed: unknown[];
} {
  const options = args.at(-1);
  if (options === null || typeof options !== "object" || Array.isArray(options)) {
    return { targets: new Map(), changed: [...args] };
  }
  const { stdio, targets } = piped((options as { readonly stdio?: unknown }).stdio);
  return { targets, changed: [...args.slice(0, -1), targets.size === 0 ? options : { ...options, stdio }] };
}

function piped(stdio: unknown): PipedStdio {
  const places: unknown[] = Array.isArray(stdio) ? [...stdio] : [stdio, stdio, stdio];
  const targets = new Map<StreamName, StreamName>();
  for (const place of [1, 2] as const) {
    const target = streamOf(places[place], PLACES[place]);
    if (target === undefined) continue;
    targets.set(PLACES[place], target);
    places[place] = "pipe";
  }
  return targets.size === 0 ? { stdio, targets } : { stdio: places, targets };
}

/** Which of our own streams a place of `stdio` names, in any of its spellings. */
function streamOf(place: unknown, inherited: StreamName): StreamName | undefined {
  if (place === "inherit") return inherited;
  if (place === 1 || place === process.stdout) return "stdout";
  return place === 2 || place === process.stderr ? "stderr" : undefined;
}

function textOf(output: unknown): string {
  return output === null || output === undefined ? "" : String(output);
}
