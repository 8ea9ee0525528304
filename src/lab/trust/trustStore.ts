import { createHmac, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Cell, formatNotebook, type Notebook } from "../../notebook/nbformat";
import { writeWhole } from "../../notebook/notebookFile";

/** Which notebooks' outputs were made, or looked at and trusted, by this person. */
export interface TrustStore {
  /** Remembers a notebook as it is written. */
  sign(notebook: Notebook): Promise<void>;
  /** Whether a notebook is exactly one that was remembered. */
  knows(notebook: Notebook): Promise<boolean>;
}

/** The newest are kept. */
const MOST_SIGNATURES = 10_000;
const SIGNATURE = /^[0-9a-f]{64}$/;

/**
 * A store in a folder of this person: a secret, and one line for each notebook, made with it. Whoever sends a notebook
 * cannot make its line.
 *
 * A store that cannot be read or written trusts nothing and stops nobody: outputs are then shown as foreign ones.
 */
export function openTrustStore(folder: string): TrustStore {
  const path = join(folder, "trusted-notebooks");
  let key: Promise<Buffer> | undefined;
  const signatureOf = async (notebook: Notebook) => {
    key ??= readOrMakeKey(folder);
    return createHmac("sha256", await key)
      .update(formatNotebook(bare(notebook)))
      .digest("hex");
  };
  let writing: Promise<void> = Promise.resolve();
  const remember = async (signature: string) => {
    const known = await readSignatures(path);
    if (known.at(-1) === signature) return;
    const others = known.filter((line) => line !== signature).slice(1 - MOST_SIGNATURES);
    await writeWhole(path, `${[...others, signature].join("\n")}\n`, { mode: 0o600 });
  };
  return {
    async sign(notebook) {
      writing = writing.then(async () => remember(await signatureOf(notebook))).catch(() => {});
      await writing;
    },
    async knows(notebook) {
      await writing;
      const known = await readSignatures(path);
      return known.length > 0 && known.includes(await signatureOf(notebook).catch(() => ""));
    },
  };
}

/** What is signed: all that is shown. When a cell last ran, and where the notebook was opened, is not. */
function bare(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell): Cell => ({ ...cell, metadata: {}, id: undefined }));
  return { nbformat: 4, nbformat_minor: 0, metadata: {}, cells };
}

async function readSignatures(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").filter((line) => SIGNATURE.test(line));
}

async function readOrMakeKey(folder: string): Promise<Buffer> {
  const path = join(folder, "trust-secret");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, randomBytes(32), { flag: "wx", mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    },
  );
  return readFile(path);
}
