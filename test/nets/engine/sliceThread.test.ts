import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, it } from "mocha";
import { Engine } from "../../../src/nets/engine/engine";
import type { SliceThreadData } from "../../../src/nets/engine/sliceRunner";
import { ROOT } from "../../house/sources";

describe("sliceThread", () => {
  it("sliceThread starts as it is built, and runs its program on the engine's memory", async () => {
    const engine = new Engine();
    const { at, values } = engine.floats(4);
    values.fill(7);
    const control = new Int32Array(new SharedArrayBuffer(8));
    const workerData: SliceThreadData = {
      ...{ module: engine.module, memory: engine.memory, control },
      programs: { train: [["clear", 4, at]], measure: [] },
    };
    // The built file, not the source: as CommonJS it has names of its own that a source run by tsx may use.
    const thread = new Worker(join(ROOT, "dist", "nets", "engine", "sliceThread.js"), { workerData });
    try {
      assert.deepEqual(await once(thread, "message"), ["ready"]);
      Atomics.store(control, 0, 2);
      Atomics.notify(control, 0);
      while (Atomics.load(control, 1) !== 2) await new Promise(setImmediate);
      assert.deepEqual(Array.from(values), [0, 0, 0, 0]);
    } finally {
      await thread.terminate();
    }
  });
});
