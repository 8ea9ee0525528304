import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type * as TensorFlow from "@tensorflow/tfjs";
import type { LayersModelLike } from "./layersTypes";
import { loadTf } from "./tf";

/** Names of the two files, as tfjs and its converters write them. */
const [TOPOLOGY, WEIGHTS] = ["model.json", "weights.bin"] as const;

/**
 * Saves a `tf.LayersModel` in the layers format: `model.json` and `weights.bin` in a folder, which is made.
 *
 * Plain tfjs has no handler for files. Any tfjs reads the result, in browsers, too.
 */
export async function saveLayersModel(model: LayersModelLike, folder: string): Promise<void> {
  const tf = await loadTf();
  await mkdir(folder, { recursive: true });
  const write = async (artifacts: TensorFlow.io.ModelArtifacts) => {
    const { weightData, weightSpecs, modelTopology, format, generatedBy, convertedBy } = artifacts;
    const manifest = [{ paths: [WEIGHTS], weights: weightSpecs }];
    const json = { format, generatedBy, convertedBy, modelTopology, weightsManifest: manifest };
    const bytes = Array.isArray(weightData)
      ? Buffer.concat(weightData.map((part) => Buffer.from(part)))
      : Buffer.from(weightData!);
    await writeFile(join(folder, TOPOLOGY), JSON.stringify(json));
    await writeFile(join(folder, WEIGHTS), bytes);
    return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
  };
  await model.save(tf.io.withSaveHandler(write));
}

/** Loads a `tf.LayersModel` of the layers format from its folder; weights may be split into several files of it. */
export async function loadLayersModel(folder: string): Promise<LayersModelLike> {
  const tf = await loadTf();
  const json = JSON.parse(await readFile(join(folder, TOPOLOGY), "utf8")) as TensorFlow.io.ModelJSON;
  if (!Array.isArray(json.weightsManifest)) {
    throw new SyntaxError(`loadLayersModel: ${TOPOLOGY} must have a weightsManifest, got none`);
  }
  // A manifest names files beside it; a path in it is not followed.
  const paths = json.weightsManifest
    .flatMap((group) => group.paths)
    .map((path) => join(folder, basename(path)));
  const parts = await Promise.all(paths.map((path) => readFile(path)));
  const bytes = Uint8Array.from(Buffer.concat(parts));
  const weightSpecs = json.weightsManifest.flatMap((group) => group.weights);
  const artifacts = { modelTopology: json.modelTopology, weightSpecs, weightData: bytes.buffer };
  return (await tf.loadLayersModel(tf.io.fromMemory(artifacts))) as unknown as LayersModelLike;
}
