import { extname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Engine } from "./engine";
import { type Call, programOf } from "./kernels";
import type { WasmMemory, WasmModule } from "./webAssembly";

/** The two programs of a slice. */
export interface SlicePrograms {
  readonly train: readonly Call[];
  readonly measure: readonly Call[];
}

/** Which program a run is. */
export type ProgramName = keyof SlicePrograms;

/** What a thread is told at its start. */
export interface SliceThreadData {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  readonly programs: SlicePrograms;
  /** [2]; the command (number of the run times 2, plus 1 for measure), and the last one that is done. */
  readonly control: Int32Array;
}

/** Longer than any step; a thread that is silent for this long has died. */
const PATIENCE_MS = 60_000;

interface Helper {
  readonly worker: Worker;
  readonly control: Int32Array;
  alive: boolean;
}

/**
 * Runs the slices of a batch: one after the other, or all but the first in threads of their own, once those are up.
 *
 * A slice writes only what is its own, so the bits do not depend on where it runs.
 */
export class SliceRunner {
  private readonly local: Readonly<Record<ProgramName, () => void>>[];
  private helpers: Helper[] = [];
  private runs = 0;

  constructor(
    private readonly engine: Engine,
    private readonly slices: readonly SlicePrograms[],
  ) {
    this.local = slices.map(({ train, measure }) => ({
      train: programOf(engine.kernels, train),
      measure: programOf(engine.kernels, measure),
    }));
  }

  /** Starts threads for all slices but the first; they take part as soon as they are up. */
  startThreads(): void {
    const { module, memory } = this.engine;
    this.helpers = this.slices.slice(1).map(({ train, measure }) => {
      const control = new Int32Array(new SharedArrayBuffer(8));
      const data: SliceThreadData = { module, memory, programs: { train, measure }, control };
      const extension = extname(__filename);
      const typescript = extension === ".ts" ? { execArgv: ["--require", "tsx/cjs"] } : {};
      const worker = new Worker(join(__dirname, `sliceThread${extension}`), {
        workerData: data,
        ...typescript,
      });
      const helper: Helper = { worker, control, alive: false };
      worker.once("message", () => {
        helper.alive = true;
      });
      worker.on("error", () => {
        helper.alive = false;
      });
      worker.unref();
      return helper;
    });
  }

  /** Threads that take part. */
  get threads(): number {
    return this.helpers.filter(({ alive }) => alive).length;
  }

  /** Runs one program of every slice. */
  run(name: ProgramName): void {
    this.runs += 1;
    const command = this.runs * 2 + (name === "measure" ? 1 : 0);
    const busy = this.helpers.map((helper) => helper.alive && order(helper, command));
    for (let s = 0; s < this.local.length; s++) {
      if (s === 0 || !busy[s - 1]) this.local[s]![name]();
    }
    this.helpers.forEach((helper, i) => {
      if (busy[i]) awaitDone(helper, command);
    });
  }

  /** Ends the threads. */
  stop(): void {
    for (const { worker } of this.helpers) void worker.terminate();
    this.helpers = [];
  }
}

function order({ control }: Helper, command: number): boolean {
  Atomics.store(control, 0, command);
  Atomics.notify(control, 0);
  return true;
}

/** Looks for a while before it sleeps: waking up takes longer than most steps. */
function awaitDone({ control }: Helper, command: number): void {
  for (let looks = 0; looks < 20_000; looks++) if (Atomics.load(control, 1) === command) return;
  for (;;) {
    const done = Atomics.load(control, 1);
    if (done === command) return;
    if (Atomics.wait(control, 1, done, PATIENCE_MS) === "timed-out") {
      throw new Error("sliceRunner: a thread must answer within a minute, got nothing");
    }
  }
}
