import { parentPort, workerData } from "node:worker_threads";
import { kernelsOn, programOf } from "./kernels";
import type { SliceThreadData } from "./sliceRunner";

// A thread that runs the programs of one slice whenever it is told to.

// Not taken apart: a CommonJS file has a `module` of its own already, and would not load.
const data = workerData as SliceThreadData;
const { programs, control } = data;
const kernels = kernelsOn(data.module, data.memory);
const train = programOf(kernels, programs.train);
const measure = programOf(kernels, programs.measure);
let last = Atomics.load(control, 0);
parentPort!.postMessage("ready");
for (;;) {
  for (let looks = 0; looks < 20_000 && Atomics.load(control, 0) === last; looks++);
  Atomics.wait(control, 0, last);
  const command = Atomics.load(control, 0);
  if (command === last) continue;
  last = command;
  if (command % 2 === 1) measure();
  else train();
  Atomics.store(control, 1, command);
  Atomics.notify(control, 1);
}
