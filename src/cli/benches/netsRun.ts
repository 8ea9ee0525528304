import { numberMatrix } from "../../core/matrix";
import { random } from "../../core/random";
import { autoencoder } from "../../nets/autoencoder";
import { lstmAutoencoder } from "../../nets/lstmAutoencoder";
import { loadTf } from "../../nets/tf";
import { evenSequences, type LstmCase, madeCategories, madeWindows } from "./netsData";

// A child process of the benchmark: runs one case, prints the seconds of each epoch (or run) and its peak memory.

const [way, specText] = process.argv.slice(2) as [string, string];
const spec = JSON.parse(specText);

/** Calls back at each end of an epoch; `epochs` of them make the whole. */
function epochClock(epochs: number): { seconds: number[]; onProgress: (part: number) => void } {
  const seconds: number[] = [];
  let began = performance.now();
  let done = 0;
  return {
    seconds,
    onProgress: (part) => {
      if (Math.floor(part * epochs + 1e-9) === done) return;
      done += 1;
      const now = performance.now();
      seconds.push((now - began) / 1000);
      began = now;
    },
  };
}

const lstmOptions = (size: LstmCase) => ({
  ...{ units: size.units, timesteps: size.timesteps, stride: size.timesteps, batch: size.batch },
  ...({ epochs: size.epochs, numberLoss: "absolute", optimizer: "adam", learningRate: 0.001 } as const),
  ...({ schedule: "constant", heldOut: 0 } as const),
});

async function lstm(size: LstmCase): Promise<number[]> {
  const { x, sequences } = madeWindows(size);
  const { seconds, onProgress } = epochClock(size.epochs);
  await lstmAutoencoder(lstmOptions(size)).fit(x, { sequences, onProgress });
  return seconds;
}

/** The same network in tfjs on its WASM backend. */
async function tfjsLstm(size: LstmCase): Promise<number[]> {
  const { x, sequences } = madeWindows(size);
  const first = await lstmAutoencoder({ ...lstmOptions(size), epochs: 1 }).fit(x, {
    sequences,
    onProgress: () => {},
  });
  const tf = await loadTf();
  const layers = (await first.toLayersModel()) as unknown as ReturnType<typeof tf.sequential>;
  layers.compile({ optimizer: "adam", loss: "meanAbsoluteError" });
  const rows = tf.tensor3d(x.data, [size.windows, size.timesteps, size.features]);
  const seconds: number[] = [];
  for (let epoch = 0; epoch < size.epochs; epoch++) {
    const began = performance.now();
    await layers.fit(rows, rows, { epochs: 1, batchSize: size.batch, verbose: 0 });
    seconds.push((performance.now() - began) / 1000);
  }
  return seconds;
}

/** The series' own size: all windows of 100 hosts; ended after some steps, whose number is in the result. */
async function series({
  rows,
  hosts,
  steps,
}: {
  rows: number;
  hosts: number;
  steps: number;
}): Promise<number[]> {
  const draw = random(1);
  const length = Math.floor(rows / hosts);
  const names = Array.from({ length: 7 }, (_, j) => `f${j}`);
  const x = numberMatrix(
    names,
    Array.from({ length: length * hosts }, () => names.map(() => draw.next())),
  );
  const windows = hosts * (length - 199);
  const all = Math.ceil(windows / 32);
  const stop = new AbortController();
  const marks: number[] = [];
  await lstmAutoencoder({
    ...lstmOptions({ windows, timesteps: 200, features: 7, units: 50, batch: 32, epochs: 1 }),
    ...{ stride: 1, activation: "relu" },
  }).fit(x, {
    sequences: evenSequences(hosts, length),
    signal: stop.signal,
    onProgress: (part) => {
      marks.push(performance.now());
      if (Math.round(part * all) >= steps) stop.abort();
    },
  });
  const skipped = Math.floor(marks.length / 3); // the compiler and the thread are not up before
  const each = (marks[marks.length - 1]! - marks[skipped]!) / (marks.length - 1 - skipped) / 1000;
  return [each * all];
}

async function dense({ rows, kinds, batch, epochs }: Record<string, number>): Promise<number[]> {
  const { seconds, onProgress } = epochClock(epochs!);
  await autoencoder({ epochs: epochs!, heldOut: 0, batch: batch! }).fit(madeCategories(rows!, kinds!), {
    onProgress,
  });
  return seconds;
}

async function score({ rows, kinds }: Record<string, number>): Promise<number[]> {
  const x = kinds === undefined ? numbers(rows!) : madeCategories(rows!, kinds);
  const few = kinds === undefined ? numbers(2000) : madeCategories(30_000, 30_000);
  const model = await autoencoder({ epochs: 1, heldOut: 0, mask: kinds === undefined ? "none" : "each" }).fit(
    few,
    { onProgress: () => {} },
  );
  return [1, 2, 3].map(() => {
    const began = performance.now();
    model.score(x);
    return (performance.now() - began) / 1000;
  });
}

function numbers(rows: number) {
  const draw = random(1);
  const names = Array.from({ length: 7 }, (_, j) => `f${j}`);
  return numberMatrix(
    names,
    Array.from({ length: rows }, () => names.map(() => draw.next())),
  );
}

const WAYS: Readonly<Record<string, (spec: never) => Promise<number[]>>> = {
  lstm,
  tfjsLstm,
  series,
  dense,
  score,
};

void WAYS[way]!(spec as never).then((seconds) => {
  process.stdout.write(JSON.stringify({ seconds, peakMemoryMb: process.resourceUsage().maxRSS / 1024 }));
});
