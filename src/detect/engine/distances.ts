import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What `assembly/index.ts` exports. */
interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  firstFree(): number;
  squaredDistances(query: number, rows: number, count: number, width: number, out: number): void;
  gaussian(query: number, rows: number, count: number, width: number, gamma: number, out: number): void;
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** Distances from one row at a time to a fixed set of rows, in single precision. */
export interface Distances {
  /** The row that the next calls measure from: the one that begins at `data[at]`. */
  from(data: Float32Array, at: number): void;
  /** Squared distances to `count` rows from number `first` on; a view that the next call fills anew. */
  squared(first: number, count: number): Float32Array;
  /** exp(-gamma * squared distance) to all rows; a view that the next call fills anew. */
  gaussian(gamma: number): Float32Array;
}

// The types of WebAssembly come with those of browsers, which this project has none of.
const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
const PATH = join(__dirname, "..", "..", "..", "dist", "detect", "engine", "distances.wasm");
const PAGE = 65_536;
const MOST_BYTES = 4e9;
let compiled: object | undefined;

/**
 * Copies rows, [rows, width], to where SIMD code measures from them; some ten times faster than JavaScript.
 *
 * Throws a `RangeError` for more than 4 GB. O(rows * width).
 */
export function distancesTo(rows: Float32Array, width: number): Distances {
  const padded = Math.ceil(width / 4) * 4;
  const count = rows.length / width;
  // Groups of four rows may begin at any row.
  const bytes = 4 * ((count + 4) * (padded + 1) + padded) + PAGE;
  if (bytes > MOST_BYTES) {
    throw new RangeError(`distances: rows must take at most 4 GB, got ${(bytes / 1e9).toFixed(1)} GB`);
  }
  const kernels = new Instance(engineModule()).exports as Kernels;
  kernels.memory.grow(Math.ceil(bytes / PAGE));
  const query = kernels.firstFree();
  const table = query + 4 * padded;
  const out = table + 4 * padded * (count + 4);
  const { buffer } = kernels.memory;
  const sought = new Float32Array(buffer, query, width);
  const held = new Float32Array(buffer, table, padded * count);
  const found = new Float32Array(buffer, out, count);
  for (let i = 0; i < count; i++) held.set(rows.subarray(i * width, (i + 1) * width), i * padded);
  return {
    from(data, at) {
      for (let j = 0; j < width; j++) sought[j] = data[at + j]!;
    },
    squared(first, few) {
      kernels.squaredDistances(query, table + 4 * padded * first, few, padded, out);
      return found;
    },
    gaussian(gamma) {
      kernels.gaussian(query, table, count, padded, gamma, out);
      return found;
    },
  };
}

function engineModule(): object {
  if (compiled !== undefined) return compiled;
  if (!existsSync(PATH)) throw new Error("distances: distances.wasm is not there; npm run build makes it");
  compiled = new Module(readFileSync(PATH));
  return compiled;
}
