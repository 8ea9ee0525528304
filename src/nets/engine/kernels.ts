import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type WasmMemory, type WasmModule, webAssembly } from "./webAssembly";

/** The kernels that a program may call; what each does stands in `assembly/`. */
export type KernelName =
  | "activate"
  | "activateBack"
  | "adadelta"
  | "adam"
  | "add"
  | "addColumns"
  | "categoryLoss"
  | "categoryProbability"
  | "categoryScratch"
  | "clear"
  | "fillRows"
  | "firstFree"
  | "follow"
  | "gatherRows"
  | "ln"
  | "lstm"
  | "lstmBack"
  | "multiply"
  | "multiplyTransposed"
  | "numberLoss"
  | "placeColumns"
  | "repeat"
  | "sampleLatent"
  | "sampleLatentBack"
  | "scatterRows"
  | "sumBlocks"
  | "takeColumns";

/** The compiled kernels over one memory. */
export type Kernels = Readonly<Record<KernelName, (...args: number[]) => number>>;

/** One call of a kernel, as data that any thread can run. */
export type Call = readonly [kernel: KernelName, ...args: number[]];

/** The largest memory of a WebAssembly module: 4 GiB in pages of 64 KiB. */
export const MOST_PAGES = 65_536;

// Built beside the compiled TypeScript; sources that run uncompiled find it there as well.
const PATH = join(__dirname, "..", "..", "..", "dist", "nets", "engine", "engine.wasm");
/** Compiled once a process: V8 keeps its optimised code with the module. */
let compiled: WasmModule | undefined;

/** The compiled module. Throws an `Error` when the project was not built. */
export function kernelModule(): WasmModule {
  if (compiled !== undefined) return compiled;
  if (!existsSync(PATH)) throw new Error("kernelModule: engine.wasm is not there; npm run build makes it");
  compiled = new webAssembly.Module(readFileSync(PATH));
  return compiled;
}

/** The kernels over a memory of this or another thread. */
export function kernelsOn(module: WasmModule, memory: WasmMemory): Kernels {
  return new webAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}

/** A program: its calls one after the other, ready to run. */
export function programOf(kernels: Kernels, calls: readonly Call[]): () => void {
  const steps = calls.map(([name, ...args]) => kernels[name].bind(null, ...args));
  return () => {
    for (const step of steps) step();
  };
}
