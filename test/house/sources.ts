import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";

/** The project's folder. */
export const ROOT = join(__dirname, "../..");

/** One TypeScript file, parsed; `path` is relative to the project with forward slashes. */
export interface Source {
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** All TypeScript files below a folder of the project, without installed packages, in the order of their paths. */
export function sourcesOf(folder: string): Source[] {
  return typescriptIn(join(ROOT, folder))
    .map((path) => relative(ROOT, path).split(sep).join("/"))
    .sort()
    .map((path) => ({ path, tree: parse(path, readFileSync(join(ROOT, path), "utf8")) }));
}

function typescriptIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : typescriptIn(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

/** A parsed piece of TypeScript with parent links. */
export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
}

/** Calls `visit` on a node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** `path:line` of a node, for messages that an editor can open. */
export function placeOf(source: Source, node: ts.Node): string {
  return `${source.path}:${source.tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
