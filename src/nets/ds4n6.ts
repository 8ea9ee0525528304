import { autoencoder } from "./autoencoder";
import type { AutoencoderOptions } from "./autoencoderOptions";
import type { AutoencoderDetector } from "./autoencoderTypes";
import { lstmAutoencoder } from "./lstmAutoencoder";
import type { LstmAutoencoderOptions } from "./lstmOptions";
import type { LstmAutoencoderDetector } from "./lstmTypes";

/*
 * The networks of the series, so that its experiments can be run again and compared. Shapes, losses, optimisers and batch
 * sizes are those of its code; what is not: weights are the running average of the last steps, everything is seeded,
 * and every row of a sequence has a score (there, only the last step of a window counts, and by its squared error).
 *
 * Source: Garcia, Threat hunting with AI (2021), and the defaults of its public code (ds4n6_lib 0.8.3).
 */

/** What both dense networks share: 10 epochs over all rows, in batches of 32, by Keras' Adadelta with its small steps. */
const DENSE: AutoencoderOptions = {
  ...{ mask: "none", activation: "relu", bottleneck: 3, numberLoss: "squared" },
  ...{ optimizer: "adadelta", learningRate: 0.001, schedule: "constant", decay: 0 },
  ...{ epochs: 10, batch: 32, heldOut: 0 },
};

/**
 * The simple autoencoder of the series: f columns, 3 units (relu), f columns (linear); squared error, Adadelta.
 *
 * Its rows are label codes between 0 and 1: see `labelCodes`. Its steps are so small that it hardly learns in ten
 * epochs, and codes in alphabetical order are no quantities; both is part of what there is to see.
 *
 * @example
 * ds4n6Simple().options.bottleneck // 3
 */
export function ds4n6Simple(
  options: Pick<AutoencoderOptions, "epochs" | "seed" | "restarts"> = {},
): AutoencoderDetector {
  return autoencoder({ ...DENSE, units: [], ...options });
}

/**
 * The multilayer autoencoder of the series: f columns, four layers of 3 units (relu), f columns (linear).
 *
 * @example
 * ds4n6Multilayer().options.decoderUnits // [3, 3]
 */
export function ds4n6Multilayer(
  options: Pick<AutoencoderOptions, "epochs" | "seed" | "restarts"> = {},
): AutoencoderDetector {
  return autoencoder({ ...DENSE, units: [3], decoderUnits: [3, 3], ...options });
}

/**
 * The LSTM autoencoder of the series: 200 rows to 50 units (relu), 50 units, f columns at each step; absolute error, Adam.
 *
 * Windows never cross from host to host when `fit` is told the sequences; the series mixes all hosts.
 *
 * @example
 * ds4n6Lstm({ timesteps: 20 }).options.units // 50
 */
export function ds4n6Lstm(
  options: Pick<LstmAutoencoderOptions, "epochs" | "seed" | "restarts" | "timesteps" | "stride"> = {},
): LstmAutoencoderDetector {
  return lstmAutoencoder({
    ...{ units: 50, timesteps: 200, activation: "relu", numberLoss: "absolute" },
    ...{ optimizer: "adam", learningRate: 0.001, schedule: "constant", decay: 0 },
    ...{ epochs: 10, batch: 32, heldOut: 0 },
    ...options,
  });
}
