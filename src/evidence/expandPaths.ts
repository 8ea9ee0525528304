import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { IssueSink } from "../core/issue";
import { matchGlob } from "../core/matchGlob";

/** A file to read, with its name as the caller would write it. */
export interface InputFile {
  readonly path: string;
  readonly size: number;
}

/**
 * The files behind paths, folders and globs, each once, in a stable order.
 *
 * Folders are walked whole; links inside them are not followed. `*` and `?` match within a name, `**` any number of
 * folders; a path that exists is taken as it stands, whatever characters it has. What matches nothing is an issue.
 */
export function expandPaths(patterns: readonly string[], issues: IssueSink): InputFile[] {
  const files = new Map<string, InputFile>();
  for (const pattern of patterns) {
    let matches = 0;
    const add = (path: string) => {
      matches += 1;
      attempt(path, issues, () => {
        files.set(realpathSync(path), { path, size: statSync(path).size });
      });
    };
    if (existsSync(pattern)) walk(pattern, add, issues);
    else if (/[*?]/.test(pattern)) glob(pattern, add, issues);
    if (matches === 0 && !existsSync(pattern)) {
      issues({ path: pattern, place: "", reason: "no such file or folder" });
    }
  }
  return [...files.values()];
}

/** What the file system refuses is an issue of this path, and of no other. */
function attempt(path: string, issues: IssueSink, work: () => void): void {
  try {
    work();
  } catch (error) {
    issues({ path, place: "", reason: `not readable: ${(error as Error).message}` });
  }
}

function walk(path: string, add: (path: string) => void, issues: IssueSink): void {
  attempt(path, issues, () => {
    if (!statSync(path).isDirectory()) add(path);
    else for (const entry of list(path, issues)) visitAll(join(path, entry.name), entry, add, issues);
  });
}

function visitAll(path: string, entry: Dirent, add: (path: string) => void, issues: IssueSink): void {
  if (entry.isDirectory()) walk(path, add, issues);
  else if (entry.isFile()) add(path);
  else if (entry.isSymbolicLink())
    issues({ path, place: "", reason: "link, not followed; name its target to read it" });
}

function glob(pattern: string, add: (path: string) => void, issues: IssueSink): void {
  const parts = pattern.split(sep === "\\" ? /[\\/]/ : /\//);
  const fixed = parts.findIndex((part) => /[*?]/.test(part));
  const root = parts.slice(0, fixed).join(sep) || (pattern.startsWith("/") ? "/" : ".");
  if (existsSync(root)) descend(root, parts.slice(fixed), add, issues);
}

function descend(
  folder: string,
  parts: readonly string[],
  add: (path: string) => void,
  issues: IssueSink,
): void {
  const [part, ...rest] = parts as [string, ...string[]];
  for (const entry of list(folder, issues)) {
    const child = folder === "." ? entry.name : join(folder, entry.name);
    if (part === "**") {
      if (entry.isDirectory()) descend(child, parts, add, issues);
      if (rest.length > 0) visit(child, entry, rest, add, issues);
      else if (entry.isFile()) add(child);
    } else {
      visit(child, entry, parts, add, issues);
    }
  }
}

function visit(
  child: string,
  entry: Dirent,
  parts: readonly string[],
  add: (path: string) => void,
  issues: IssueSink,
): void {
  if (!matchGlob(entry.name, parts[0]!)) return;
  if (parts.length === 1) {
    if (entry.isFile()) add(child);
    else if (entry.isDirectory()) walk(child, add, issues);
  } else if (entry.isDirectory()) {
    descend(child, parts.slice(1), add, issues);
  }
}

function list(folder: string, issues: IssueSink): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    issues({ path: folder, place: "", reason: `folder could not be listed: ${(error as Error).message}` });
    return [];
  }
}
