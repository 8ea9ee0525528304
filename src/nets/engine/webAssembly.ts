/** A memory that threads share. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
  /** Grows by pages of 64 KiB; throws a `RangeError` where there is no more. */
  grow(pages: number): number;
}

/** Compiled code; can be sent to other threads. */
export type WasmModule = object;

interface WebAssemblyApi {
  readonly Memory: new (size: { initial: number; maximum: number; shared: boolean }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: { env: { memory: WasmMemory } },
  ) => { readonly exports: unknown };
}

/** What we use of WebAssembly: its types come with those of browsers, which this project has none of. */
export const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
