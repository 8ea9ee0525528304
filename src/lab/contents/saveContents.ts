import { constants } from "node:fs";
import { access, mkdir, readFile, stat } from "node:fs/promises";
import { formatNotebook, type Notebook, parseNotebook } from "../../notebook/nbformat";
import { writeWhole } from "../../notebook/notebookFile";
import { HttpError } from "../httpError";
import { placeInside } from "../security/realPathInside";
import { isTrusted, withoutTrust } from "../trust/trustedCells";
import { type ContentsModel, contentsModel, isNotebookName, sha256 } from "./contentsModel";
import type { ContentsRoot } from "./contentsRoot";

/** What a page sends to save a file; unknown in every part. */
export type SentModel = Readonly<Record<string, unknown>>;

/**
 * Saves what a page sent: whole or not at all.
 *
 * A model may say on what it is based, by `hash` or `last_modified`: when the file on disk is another by now, nothing is
 * written, and a 409 says so. Trust is taken out of the file and remembered apart from it.
 */
export async function saveContents(
  site: ContentsRoot,
  parts: readonly string[],
  sent: SentModel,
): Promise<{ model: ContentsModel; isNew: boolean }> {
  const path = await placeInside(site.root, parts);
  return site.inTurn(async () => {
    const isNew = await checkPlace(path, parts.at(-1)!, sent);
    if (sent.type === "directory") await mkdir(path);
    else if (isNotebookName(path) && sent.type !== "file") await saveNotebook(site, path, sent);
    else await writeWhole(path, fileBytes(sent));
    return { model: await contentsModel(site, parts, { hash: true }), isNew };
  });
}

/** Whether nothing is there yet. Throws when what is there may not be replaced by this. */
async function checkPlace(path: string, name: string, sent: SentModel): Promise<boolean> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (info === undefined) {
    if (sent.hash) throw changed(`${name} is not there any more.`);
    return true;
  }
  if (info.isDirectory() || sent.type === "directory")
    throw new HttpError(
      409,
      `There is a ${info.isDirectory() ? "folder" : "file"} ${name} already.`,
      "exists",
    );
  // A new file beside it could be renamed over it, whatever its own permissions say.
  await access(path, constants.W_OK);
  if (typeof sent.hash === "string" && sent.hash !== sha256(await readFile(path))) throw changed(since(name));
  const base = typeof sent.last_modified === "string" ? Date.parse(sent.last_modified) : Number.NaN;
  if (!sent.hash && !Number.isNaN(base) && base !== info.mtime.getTime()) throw changed(since(name));
  return false;
}

function since(name: string): string {
  return `${name} was changed by another page or program since this page read it; nothing was written.`;
}

function changed(text: string): HttpError {
  return new HttpError(409, text, "changed");
}

async function saveNotebook(site: ContentsRoot, path: string, sent: SentModel): Promise<void> {
  const notebook = sentNotebook(sent.content);
  const plain = withoutTrust(notebook);
  await writeWhole(path, formatNotebook(plain));
  if (isTrusted(notebook)) await site.trust.sign(plain);
}

/** The notebook in a request: checked as one from a file would be. */
export function sentNotebook(content: unknown): Notebook {
  const text = typeof content === "string" ? content : JSON.stringify(content ?? null);
  try {
    return parseNotebook(text, "the notebook");
  } catch (error) {
    throw new HttpError(400, (error as Error).message, "notebook");
  }
}

function fileBytes({ content, format }: SentModel): Uint8Array {
  if (typeof content !== "string") throw new HttpError(400, "A file's content must be text.", "content");
  return Buffer.from(content, format === "base64" ? "base64" : "utf8");
}
