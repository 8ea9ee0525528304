import { numberMatrix } from "../../core/matrix";
import { random } from "../../core/random";
import { autoencoder } from "../../nets/autoencoder";
import { lstmAutoencoder } from "../../nets/lstmAutoencoder";
import { loadTf } from "../../nets/tf";
import { Clock } from "./clock";
import { evenSequences, type LstmCase, madeCategories, madeWindows } from "./netsData";

// A child process of the benchmark: runs one case, prints the seconds of each epoch (or run) and its peak memory.

const [way, specText] = process.argv.slice(2) as [string, string];
const spec = JSON.parse(specText);

/** Takes the progress of a fit; a lap at each end of an epoch. */
function epochLaps(clock: Clock, epochs: number): (part: number) => void {
  let done = 0;
  return (part) => {
    if (Math.floor(part * epochs + 1e-9) === done) return;
    done += 1;
    clock.lap();
  };
}

const lstmOptions = (size: LstmCase) => ({
  ...{ units: size.units, timesteps: size.timesteps, stride: size.timesteps, batch: size.batch },
  ...({ epochs: size.epochs, numberLoss: "absolute", optimizer: "adam", learningRate: 0.001 } as const),
  ...({ schedule: "constant", heldOut: 0 } as const),
});

async function lstm(size: LstmCase): Promise<Clock> {
  const { x, sequences } = madeWindows(size);
  const clock = new Clock();
  const onProgress = epochLaps(clock, size.epochs);
  await lstmAutoencoder(lstmOptions(size)).fit(x, { sequences, onProgress });
  return clock;
}

/** The same network in tfjs on its WASM backend. */
async function tfjsLstm(size: LstmCase): Promise<Clock> {
  const { x, sequences } = madeWindows(size);
  const first = await lstmAutoencoder({ ...lstmOptions(size), epochs: 1 }).fit(x, {
    sequences,
    onProgress: () => {},
  });
  const tf = await loadTf();
  const layers = (await first.toLayersModel()) as unknown as ReturnType<typeof tf.sequential>;
  layers.compile({ optimizer: "adam", loss: "meanAbsoluteError" });
  const rows = tf.tensor3d(x.data, [size.windows, size.timesteps, size.features]);
  const clock = new Clock();
  for (let epoch = 0; epoch < size.epochs; epoch++) {
    await layers.fit(rows, rows, { epochs: 1, batchSize: size.batch, verbose: 0 });
    clock.lap();
  }
  return clock;
}

/** Steps before the compiler and the threads are up. */
const WARM_UP = 40;

/** The series' own size: all windows of 100 hosts as views; one epoch, told from some steps of it. */
async function series({ rows, hosts, steps }: Record<string, number>): Promise<Clock> {
  const length = Math.floor(rows! / hosts!);
  const windows = hosts! * (length - 199);
  const all = Math.ceil(windows / 32);
  const stop = new AbortController();
  const clock = new Clock();
  await lstmAutoencoder({
    ...lstmOptions({ windows, timesteps: 200, features: 7, units: 50, batch: 32, epochs: 1 }),
    stride: 1,
  }).fit(numbers(length * hosts!), {
    sequences: evenSequences(hosts!, length),
    signal: stop.signal,
    onProgress: (part) => {
      const done = Math.round(part * all);
      if (done === WARM_UP) clock.start();
      if (done !== WARM_UP + steps! || stop.signal.aborted) return;
      clock.lap(all / steps!);
      stop.abort();
    },
  });
  return clock;
}

async function dense({ rows, kinds, batch, epochs }: Record<string, number>): Promise<Clock> {
  const x = madeCategories(rows!, kinds!);
  const clock = new Clock();
  const onProgress = epochLaps(clock, epochs!);
  await autoencoder({ epochs: epochs!, heldOut: 0, batch: batch! }).fit(x, { onProgress });
  return clock;
}

async function score({ rows, kinds }: Record<string, number>): Promise<Clock> {
  const x = kinds === undefined ? numbers(rows!) : madeCategories(rows!, kinds);
  const few = kinds === undefined ? numbers(2000) : madeCategories(kinds, kinds);
  const mask = kinds === undefined ? "none" : "each";
  const model = await autoencoder({ epochs: 1, heldOut: 0, mask }).fit(few, { onProgress: () => {} });
  const clock = new Clock();
  for (let run = 0; run < 4; run++) {
    model.score(x);
    clock.lap();
  }
  return clock;
}

function numbers(rows: number) {
  const draw = random(1);
  const names = Array.from({ length: 7 }, (_, j) => `f${j}`);
  return numberMatrix(
    names,
    Array.from({ length: rows }, () => names.map(() => draw.next())),
  );
}

const WAYS: Readonly<Record<string, (spec: never) => Promise<Clock>>> = {
  lstm,
  tfjsLstm,
  series,
  dense,
  score,
};

void WAYS[way]!(spec as never).then((clock) => process.stdout.write(clock.toText()));
