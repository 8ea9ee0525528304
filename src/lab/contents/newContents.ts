import { copyFile, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { kernelSpec } from "../../notebook/client/kernelSpec";
import { formatNotebook } from "../../notebook/nbformat";
import { HttpError } from "../httpError";
import { findInside, isOddName, pathParts } from "../security/realPathInside";
import { type ContentsModel, contentsModel } from "./contentsModel";
import type { ContentsRoot } from "./contentsRoot";
import type { SentModel } from "./saveContents";

/** Makes an empty file, notebook or folder, or a copy of a file, under a free name in a folder. Throws an `HttpError`. */
export async function newContents(
  site: ContentsRoot,
  folderParts: readonly string[],
  sent: SentModel,
): Promise<ContentsModel> {
  const folder = await findInside(site.root, folderParts);
  if (!(await stat(folder)).isDirectory()) throw new HttpError(400, "This is not a folder.", "folder");
  const name = await site.inTurn(() =>
    typeof sent.copy_from === "string" ? copy(site, folder, sent.copy_from) : make(folder, sent),
  );
  return contentsModel(site, [...folderParts, name]);
}

async function copy(site: ContentsRoot, folder: string, from: string): Promise<string> {
  // A path in a body is plain text, not an address.
  const parts = pathParts(encodeURIComponent(from));
  if (parts === undefined) throw new HttpError(404, "There is no such file or folder.", "missing");
  const source = await findInside(site.root, parts);
  if (!(await stat(source)).isFile()) throw new HttpError(400, "Only files can be copied.", "folder");
  const { stem, ending } = splitName(parts.at(-1)!);
  const name = await freeName(folder, `${stem.replace(/-Copy\d+$/, "")}-Copy`, ending, 1);
  await copyFile(source, join(folder, name));
  return name;
}

async function make(folder: string, { type, ext }: SentModel): Promise<string> {
  if (type === "directory") {
    const name = await freeName(folder, "Untitled Folder", "");
    await mkdir(join(folder, name));
    return name;
  }
  const isNotebook = type === "notebook" || (type === undefined && ext === ".ipynb");
  const ending = isNotebook ? ".ipynb" : typeof ext === "string" ? `.${ext.replace(/^\./, "")}` : ".txt";
  if (isOddName(`x${ending}`)) throw new HttpError(400, "This ending is not possible.", "name");
  const name = await freeName(folder, isNotebook ? "Untitled" : "untitled", ending === "." ? "" : ending);
  await writeFile(join(folder, name), isNotebook ? emptyNotebook() : "", { flag: "wx" });
  return name;
}

function emptyNotebook(): string {
  const { name, displayName, language } = kernelSpec("huntbook");
  const kernelspec = { name, display_name: displayName, language };
  return formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: [] });
}

/** `stem`, `stem1`, `stem2`, … with the ending: the first that is free, whatever letters are capital. */
async function freeName(folder: string, stem: string, ending: string, first = 0): Promise<string> {
  const taken = new Set((await readdir(folder)).map((name) => name.toLowerCase()));
  for (let i = first; ; i++) {
    const name = `${stem}${i === 0 ? "" : i}${ending}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

function splitName(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? { stem: name.slice(0, dot), ending: name.slice(dot) } : { stem: name, ending: "" };
}
