import { createHash } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { access, readdir, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { type Notebook, parseNotebook } from "../../notebook/nbformat";
import { FILE_TYPES } from "../files/answerFile";
import { HttpError } from "../httpError";
import { LARGEST_BODY } from "../security/readBody";
import { findInside, isOddName, realPathInside } from "../security/realPathInside";
import { withTrust } from "../trust/trustedCells";
import type { ContentsRoot } from "./contentsRoot";

/** A file, notebook or folder as Jupyter's contents interface has it. */
export interface ContentsModel {
  readonly name: string;
  /** Below the root, with "/" between parts; "" is the root. */
  readonly path: string;
  readonly type: "notebook" | "file" | "directory";
  readonly created: string;
  /** ISO 8601 with milliseconds. */
  readonly last_modified: string;
  readonly writable: boolean;
  /** Bytes; null for a folder. */
  readonly size: number | null;
  readonly mimetype: string | null;
  readonly format: "json" | "text" | "base64" | null;
  readonly content: unknown;
  /** SHA-256 of the file's bytes; null when it was not asked for. */
  readonly hash: string | null;
  readonly hash_algorithm: "sha256" | null;
}

/** What is asked for about a file. */
export interface ModelOptions {
  /** With what is in it. @default false */
  readonly content?: boolean;
  /** With its hash. @default false */
  readonly hash?: boolean;
  /** Read a notebook as a file. @default as its ending says */
  readonly type?: string;
  /** "text" or "base64". @default text where the bytes are text */
  readonly format?: string;
}

/** The model of what is at these parts below the root. Throws an `HttpError`. */
export async function contentsModel(
  site: ContentsRoot,
  parts: readonly string[],
  options: ModelOptions = {},
): Promise<ContentsModel> {
  const path = await findInside(site.root, parts);
  const info = await stat(path);
  if (info.isDirectory()) return folderModel(site, path, parts, info, options.content === true);
  if (!info.isFile()) throw new HttpError(404, "This is neither a file nor a folder.", "kind");
  const needsBytes = options.content || options.hash;
  if (needsBytes && info.size > LARGEST_BODY)
    throw new HttpError(413, `${parts.at(-1)} has ${info.size} bytes: too large to be opened here.`, "size");
  const bytes = needsBytes ? await readFile(path) : undefined;
  const hashed = options.hash && bytes !== undefined;
  return {
    ...(await common(path, parts, info)),
    ...(await body(site, parts, options, bytes)),
    size: info.size,
    hash: hashed ? sha256(bytes) : null,
    hash_algorithm: hashed ? "sha256" : null,
  };
}

/** The hash by which a page knows whether a file is still what it read. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

type Common = Pick<ContentsModel, "name" | "path" | "created" | "last_modified" | "writable">;
type Body = Pick<ContentsModel, "type" | "format" | "mimetype" | "content">;

async function common(path: string, parts: readonly string[], info: Stats): Promise<Common> {
  const isWritable = await access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
  return {
    name: parts.at(-1) ?? "",
    path: parts.join("/"),
    created: info.birthtime.toISOString(),
    last_modified: info.mtime.toISOString(),
    writable: isWritable,
  };
}

async function folderModel(
  site: ContentsRoot,
  path: string,
  parts: readonly string[],
  info: Stats,
  withContent: boolean,
): Promise<ContentsModel> {
  const names = withContent ? (await readdir(path)).filter((name) => !isOddName(name)) : [];
  const children = await Promise.all(names.map((name) => childModel(site, [...parts, name])));
  return {
    ...(await common(path, parts, info)),
    type: "directory",
    format: withContent ? "json" : null,
    mimetype: null,
    content: withContent ? children.filter((child) => child !== undefined) : null,
    size: null,
    hash: null,
    hash_algorithm: null,
  };
}

/** What leads out of the root, or is gone by now, is not listed. */
async function childModel(site: ContentsRoot, parts: readonly string[]): Promise<ContentsModel | undefined> {
  if ((await realPathInside(site.root, join(site.root, ...parts))) === undefined) return undefined;
  return contentsModel(site, parts).catch(() => undefined);
}

async function body(
  site: ContentsRoot,
  parts: readonly string[],
  { content, type, format }: ModelOptions,
  bytes: Buffer | undefined,
): Promise<Body> {
  const name = parts.at(-1)!;
  if (isNotebookName(name) && type !== "file") {
    if (!content || bytes === undefined)
      return { type: "notebook", format: null, mimetype: null, content: null };
    const notebook = readNotebookBytes(bytes, name);
    const isKnown = await site.trust.knows(notebook);
    return { type: "notebook", format: "json", mimetype: null, content: withTrust(notebook, isKnown) };
  }
  if (type === "notebook") throw new HttpError(400, `${name} is not a notebook.`, "type");
  const mimetype = FILE_TYPES[extname(name).toLowerCase()]?.split(";")[0] ?? null;
  if (!content || bytes === undefined) return { type: "file", format: null, mimetype, content: null };
  return { type: "file", mimetype: mimetype ?? "text/plain", ...fileContent(bytes, name, format) };
}

function fileContent(bytes: Buffer, name: string, format?: string): Pick<Body, "format" | "content"> {
  const text = format === "base64" ? undefined : textOf(bytes);
  if (text !== undefined) return { format: "text", content: text };
  if (format === "text") throw new HttpError(400, `${name} is not text in UTF-8.`, "format");
  return { format: "base64", content: bytes.toString("base64") };
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function readNotebookBytes(bytes: Buffer, name: string): Notebook {
  try {
    return parseNotebook(bytes.toString("utf8"), name);
  } catch (error) {
    throw new HttpError(400, `This notebook cannot be read: ${(error as Error).message}`, "notebook");
  }
}

/** Whether a name is a notebook's, by its ending. */
export function isNotebookName(name: string): boolean {
  return /\.ipynb$/i.test(name);
}
