import { readFile, writeFile } from "node:fs/promises";
import { describe } from "../core/check";
import { restoreAutoencoder } from "./autoencoder";
import type { AutoencoderModel } from "./autoencoderTypes";
import { restoreLstmAutoencoder } from "./lstmAutoencoder";
import type { LstmAutoencoderModel } from "./lstmTypes";

/** What a bundle holds, once it is read. */
export interface Bundle {
  readonly model: AutoencoderModel | LstmAutoencoderModel;
  /** For `restoreEncoder`; null when the bundle was saved without one. */
  readonly encoder: Record<string, unknown> | null;
  /** Columns that the model reads. */
  readonly features: readonly string[];
  readonly seed: number;
  /** Of the bundle's format, and of the Node it was made with. */
  readonly versions: { readonly bundle: number; readonly node: string };
}

const FORMAT = "huntbook bundle";
const VERSION = 1;
const RESTORE: Readonly<Record<string, (json: unknown) => Promise<Bundle["model"]>>> = {
  autoencoder: restoreAutoencoder,
  lstmAutoencoder: restoreLstmAutoencoder,
};

/**
 * Writes a model with the encoder of its baseline, its columns, seed and versions into one file: all that other rows need
 * to be scored in the same way. O(weights).
 */
export async function saveBundle(
  path: string,
  { model, encoder }: { model: Bundle["model"]; encoder?: { toJSON(): Record<string, unknown> } },
): Promise<void> {
  const json = model.toJSON() as { options: { seed: number } };
  const bundle = {
    format: FORMAT,
    versions: { bundle: VERSION, node: process.versions.node },
    features: model.columns,
    seed: json.options.seed,
    encoder: encoder?.toJSON() ?? null,
    model: json,
  };
  await writeFile(path, JSON.stringify(bundle));
}

/** Reads a bundle. The model refuses other columns. Throws a `SyntaxError` for anything else. O(weights). */
export async function loadBundle(path: string): Promise<Bundle> {
  const bundle = parse(await readFile(path, "utf8"));
  const { format, versions, model } = bundle;
  if (format !== FORMAT || versions?.bundle !== VERSION) {
    throw new SyntaxError(
      `loadBundle: file must be a ${FORMAT} of version ${VERSION}, got ${describe(format)} version ${describe(versions?.bundle)}`,
    );
  }
  const restore = Object.hasOwn(RESTORE, String(model?.method)) ? RESTORE[String(model?.method)] : undefined;
  if (restore === undefined) {
    throw new SyntaxError(
      `loadBundle: model must be of ${Object.keys(RESTORE).join(" or ")}, got ${describe(model?.method)}`,
    );
  }
  return {
    model: await restore(model),
    encoder: (bundle.encoder as Bundle["encoder"]) ?? null,
    features: bundle.features as string[],
    seed: bundle.seed as number,
    versions: versions as Bundle["versions"],
  };
}

interface Unchecked extends Record<string, unknown> {
  readonly versions?: Partial<Bundle["versions"]>;
  readonly model?: Record<string, unknown>;
}

function parse(text: string): Unchecked {
  try {
    return (JSON.parse(text) ?? {}) as Unchecked;
  } catch {
    throw new SyntaxError("loadBundle: file must hold JSON, got something else");
  }
}
