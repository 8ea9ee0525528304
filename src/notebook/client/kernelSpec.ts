import { dirname, join } from "node:path";
import { didYouMean } from "../../core/suggest";
import { type CommandPlace, isOnPath } from "./onPath";

/** How to start a kernel: what Jupyter keeps in `kernel.json`, as data. */
export interface KernelSpec {
  readonly name: string;
  /** The command; `{connection_file}` stands for the path of the connection file. */
  readonly argv: readonly string[];
  readonly displayName: string;
  readonly language: string;
  /** How a running cell is stopped: SIGINT, or an `interrupt_request` on the control channel. */
  readonly interruptMode: "signal" | "message";
}

// An interrupt may cut short a timer's callback; with its checks on, Node would end itself then. And the notebook is
// no place for what Node thinks of its own functions.
const KERNEL_FLAGS = ["--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning"];

/**
 * The specification of a kernel by name; needs no Jupyter and no Python.
 *
 * `huntbook` is ours, `tslab` the stock package of our dependencies; both are started by this very Node. `deno` is the
 * one of Deno on the path: it checks no types and cannot be interrupted. Throws a `RangeError` for a name that is not
 * known.
 *
 * @example
 * kernelSpec("tslab").language // "typescript"
 */
export function kernelSpec(name: string): KernelSpec {
  const spec = SPECS.get(name);
  if (spec !== undefined) return spec();
  const known = kernelNames.join(" or ");
  throw new RangeError(
    `kernelSpec: kernel must be ${known}, got ${JSON.stringify(name)}${didYouMean(name, kernelNames)}`,
  );
}

const SPECS = new Map<string, () => KernelSpec>([
  [
    "huntbook",
    () => ({
      name: "huntbook",
      argv: [process.execPath, ...KERNEL_FLAGS, kernelScript(), "{connection_file}"],
      displayName: "TypeScript (huntbook)",
      language: "typescript",
      interruptMode: "message",
    }),
  ],
  [
    "tslab",
    () => ({
      name: "tslab",
      argv: [process.execPath, tslabScript(), "kernel", "--config-path", "{connection_file}"],
      displayName: "TypeScript",
      language: "typescript",
      interruptMode: "signal",
    }),
  ],
  [
    "deno",
    () => ({
      name: "deno",
      argv: ["deno", "jupyter", "--kernel", "--conn", "{connection_file}"],
      displayName: "Deno",
      language: "typescript",
      interruptMode: "message",
    }),
  ],
]);

/** The kernels that can be named. */
export const kernelNames: readonly string[] = [...SPECS.keys()];

/** The kernels that can be started on this machine: Deno's only where Deno is on the path. */
export function kernelsHere(place: CommandPlace = {}): string[] {
  return kernelNames.filter((name) => name !== "deno" || isOnPath(name, place));
}

/** The built file, also when this one runs from its source: sources and built files lie equally deep. */
function kernelScript(): string {
  return join(__dirname, "..", "..", "..", "dist", "kernel", "main.js");
}

/** The script itself and not the command `tslab`: front ends started from a desktop do not have npm's path. */
function tslabScript(): string {
  return join(dirname(require.resolve("tslab/package.json")), "bin", "tslab");
}
