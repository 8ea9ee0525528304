import { type Kernels, kernelModule, kernelsOn, MOST_PAGES } from "./kernels";
import { webAssembly } from "./webAssembly";

/** Numbers in the engine's memory: their address for kernels, and themselves. */
export interface Block<T> {
  readonly at: number;
  readonly values: T;
}

const PAGE = 65_536;

/** The arithmetic of the networks, and the memory it works in; the memory is free again when nobody holds the engine. */
export class Engine {
  readonly module = kernelModule();
  readonly memory = new webAssembly.Memory({ initial: 16, maximum: MOST_PAGES, shared: true });
  readonly kernels: Kernels = kernelsOn(this.module, this.memory);
  private free = this.kernels.firstFree();

  /** Zeros in single precision. */
  floats(count: number): Block<Float32Array> {
    const at = this.allocate(count * 4);
    return { at, values: new Float32Array(this.memory.buffer, at, count) };
  }

  /** Zeros as 32-bit integers. */
  integers(count: number): Block<Int32Array> {
    const at = this.allocate(count * 4);
    return { at, values: new Int32Array(this.memory.buffer, at, count) };
  }

  /** Zeros in double precision. */
  doubles(count: number): Block<Float64Array> {
    const at = this.allocate(count * 8);
    return { at, values: new Float64Array(this.memory.buffer, at, count) };
  }

  /** Whole SIMD registers only: loops run in steps of 16 bytes. */
  private allocate(bytes: number): number {
    const at = this.free;
    const end = at + Math.ceil(bytes / 16) * 16;
    if (end > MOST_PAGES * PAGE) {
      throw new RangeError(`engine: memory must be at most 4 GB, got ${(end / 1e9).toFixed(1)} GB`);
    }
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    this.free = end;
    return at;
  }
}
