import type * as TensorFlow from "@tensorflow/tfjs";
import { describe } from "../core/check";
import type { Matrix } from "../core/matrix";
import { autoencoderModel, findState, shapeOf } from "./autoencoderModel";
import type { AutoencoderModel } from "./autoencoderTypes";
import { layersInput } from "./layersInput";
import { denseLayers, type LayersForm, lstmLayers, weightsFromLayers } from "./layersModel";
import type { LayersModelLike } from "./layersTypes";
import type { Layout } from "./layout";
import { findLstmState, lstmModel, lstmShapeOf } from "./lstmModel";
import type { LstmAutoencoderModel } from "./lstmTypes";
import { loadTf } from "./tf";
import type { Weights } from "./weights";

/** A network of either kind, with what tfjs needs of it. */
interface Exchanged {
  readonly layout: Layout;
  readonly weights: Weights;
  layers(tf: typeof TensorFlow): LayersForm;
  with(weights: Weights): AutoencoderModel | LstmAutoencoderModel;
}

/**
 * The same model with the weights of a `tf.LayersModel` of its shape: one that `toLayersModel` made and tfjs trained
 * on, or one that was loaded. Throws a `TypeError` when the shapes differ.
 */
export async function fromLayersModel<M extends AutoencoderModel | LstmAutoencoderModel>(
  layersModel: LayersModelLike,
  like: M,
): Promise<M> {
  const tf = await loadTf();
  const own = exchangedOf("fromLayersModel", like);
  const form = own.layers(tf);
  const weights = weightsFromLayers(layersModel as unknown as TensorFlow.LayersModel, form, own.weights);
  form.model.dispose();
  return own.with(weights) as M;
}

/** Rows as the model's `tf.LayersModel` reads them: [rows, width] of one-hot levels, then numbers. O(rows * width). */
export function layersRows(model: object, x: Matrix): { data: Float32Array; width: number } {
  const { layout } = exchangedOf("layersRows", model);
  const data = layersInput(layout, x);
  return { data, width: x.rows === 0 ? 0 : data.length / x.rows };
}

function exchangedOf(where: string, model: object): Exchanged {
  const dense = findState(model);
  if (dense !== undefined) {
    const shape = shapeOf(dense.columns, dense.options);
    return {
      layout: shape.layout,
      weights: dense.weights,
      layers: (tf) => denseLayers(tf, shape, dense.weights),
      with: (weights) => autoencoderModel({ ...dense, weights }),
    };
  }
  const lstm = findLstmState(model);
  if (lstm !== undefined) {
    const shape = lstmShapeOf(lstm.columns, lstm.options);
    return {
      layout: shape.layout,
      weights: lstm.weights,
      layers: (tf) => lstmLayers(tf, shape, lstm.weights),
      with: (weights) => lstmModel({ ...lstm, weights }),
    };
  }
  throw new TypeError(
    `${where}: model must be one of autoencoder or lstmAutoencoder, got ${describe(model)}`,
  );
}
