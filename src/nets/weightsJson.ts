import type { Weights } from "./weights";

/** Weights as text: float32 in base64, little-endian like every machine that Node's WASM runs on. */
export interface WeightJson {
  readonly shape: readonly number[];
  readonly base64: string;
}

/** Weights in a JSON-safe form, bit for bit. O(weights). */
export function weightsToJson(weights: Weights): Record<string, WeightJson> {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => {
      const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
      return [name, { shape, base64: bytes.toString("base64") }];
    }),
  );
}

/** Weights from their JSON form. Throws a `SyntaxError` when a length does not fit its shape. O(weights). */
export function weightsFromJson(json: Readonly<Record<string, WeightJson>>): Weights {
  return Object.fromEntries(
    Object.entries(json).map(([name, { shape, base64 }]) => {
      const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
      const length = shape.reduce((product, side) => product * side, 1);
      if (bytes.length !== length * 4) {
        throw new SyntaxError(
          `restoreAutoencoder: ${name} must hold ${length} numbers, got ${bytes.length} bytes`,
        );
      }
      return [name, { shape, values: new Float32Array(bytes.buffer) }];
    }),
  );
}
