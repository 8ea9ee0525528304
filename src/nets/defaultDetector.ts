import { checkInteger, checkOptions } from "../core/check";
import { columnRarity, restoreColumnRarity } from "../detect/columnRarity";
import type { Detector, Model } from "../detect/detector";
import { ensemble, restoreEnsemble } from "../detect/ensemble";
import { fuse, restoreFuse } from "../detect/fuse";
import { autoencoder, restoreAutoencoder } from "./autoencoder";

/** Options of {@link defaultDetector}. */
export interface DefaultDetectorOptions {
  /** @default 1 */
  readonly seed?: number;
}

/** Networks whose scores are averaged. */
const MEMBERS = 3;

/**
 * The detector for a hunt that knows nothing yet: autoencoders for what does not belong together, rarity for what is new.
 *
 * Three autoencoders, each trained for all of its epochs, vote by their mean, since which odd rows a single one learns by
 * heart is chance; beside them stands the rarity of each column. A row counts by the list in which it stands higher, so
 * that neither hides what the other finds. Chosen on other seeds of the sample fleet than those in `docs/ranks.md`. Score
 * in bits of tail: 10 is what one row of a thousand reaches in one of the two lists.
 *
 * @example
 * defaultDetector().options.take // "most"
 */
export function defaultDetector(options: DefaultDetectorOptions = {}): Detector {
  checkOptions("defaultDetector", options, ["seed"]);
  const seed = checkInteger("defaultDetector", "seed", options.seed ?? 1, Number.MIN_SAFE_INTEGER);
  const context = ensemble((own) => autoencoder({ heldOut: 0, seed: own }), { members: MEMBERS, seed });
  return fuse([context, columnRarity()], { take: "most" });
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreDefaultDetector(json: unknown): Promise<Model> {
  return restoreFuse(json, [(member) => restoreEnsemble(member, restoreAutoencoder), restoreColumnRarity]);
}
