import { dirname, join } from "node:path";
import type * as TensorFlow from "@tensorflow/tfjs";

/** The part of tfjs that the networks use. */
export type Tf = typeof TensorFlow;
/**
 * tfjs on its WASM backend, loaded when first asked for, so that importing huntbook stays light.
 *
 * Takes about 0.2 s, from the files of the installed package: no network.
 * A native backend that the user has chosen before (tfjs-node) is kept. Throws when WASM cannot start.
 */
export async function loadTf(): Promise<Tf> {
  const tf = require("@tensorflow/tfjs") as Tf;
  if (tf.getBackend() === "wasm" || tf.getBackend() === "tensorflow") return tf;
  const wasm = require("@tensorflow/tfjs-backend-wasm") as { setWasmPaths(path: string): void };
  const folder = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
  wasm.setWasmPaths(`${join(folder, "wasm-out")}/`);
  const restoreListeners = keepListeners();
  const started = await tf.setBackend("wasm");
  restoreListeners();
  if (!started) throw new Error("loadTf: the WASM backend of tfjs did not start");
  return tf;
}

const PROCESS_EVENTS = ["uncaughtException", "unhandledRejection"] as const;

/** The WASM loader adds process-wide error listeners that turn any rejected promise into a crash; this takes them off. */
function keepListeners(): () => void {
  const before = PROCESS_EVENTS.map((event) => new Set<unknown>(process.listeners(event as never)));
  return () => {
    PROCESS_EVENTS.forEach((event, i) => {
      for (const listener of process.listeners(event as never) as (() => void)[]) {
        if (!before[i]!.has(listener)) process.removeListener(event, listener);
      }
    });
  };
}
