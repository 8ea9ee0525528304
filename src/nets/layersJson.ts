import type * as TensorFlow from "@tensorflow/tfjs";
import type { Tf } from "./tf";

type LayersModel = TensorFlow.LayersModel;

/** A `tf.LayersModel` as JSON: its layers, and its weights in base64. */
export interface LayersJson {
  readonly topology: Record<string, unknown>;
  readonly specs: readonly Record<string, unknown>[];
  readonly weights: string;
}

/** Layers and weights of a model. O(weights). */
export async function layersToJson(tf: Tf, model: LayersModel): Promise<LayersJson> {
  let json: LayersJson | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      const { weightData, weightSpecs, modelTopology } = artifacts;
      const parts = Array.isArray(weightData) ? weightData : [weightData!];
      json = {
        topology: modelTopology as Record<string, unknown>,
        specs: (weightSpecs ?? []) as unknown as Record<string, unknown>[],
        weights: Buffer.concat(parts.map((part) => Buffer.from(part))).toString("base64"),
      };
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
  return json!;
}

/** The model behind {@link layersToJson}, to the bit. O(weights). */
export async function layersFromJson(tf: Tf, { topology, specs, weights }: LayersJson): Promise<LayersModel> {
  const bytes = Uint8Array.from(Buffer.from(weights, "base64"));
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: topology,
      weightSpecs: specs as unknown as TensorFlow.io.WeightsManifestEntry[],
      weightData: bytes.buffer,
    }),
  );
}

/** A copy that shares no weights with the model. O(weights). */
export async function copyLayers(tf: Tf, model: LayersModel): Promise<LayersModel> {
  return layersFromJson(tf, await layersToJson(tf, model));
}
