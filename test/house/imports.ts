import { dirname, posix } from "node:path";
import ts from "typescript";
import { placeOf, type Source, walk } from "./sources";

/** One use of another module: by `import`, `export … from`, `import()`, `require` or `require.resolve`. */
export interface Import {
  readonly place: string;
  /** The text between the quotes; undefined where it is computed and cannot be checked. */
  readonly target: string | undefined;
  /** Only types are taken, so nothing is loaded when the program runs. */
  readonly typeOnly: boolean;
}

/** Every import of a file, however it is written. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node, target: ts.Node | undefined, typeOnly: boolean) => {
    const text = target !== undefined && ts.isStringLiteralLike(target) ? target.text : undefined;
    found.push({ place: placeOf(source, node), target: text, typeOnly });
  };
  walk(source.tree, (node) => {
    if (ts.isImportDeclaration(node)) {
      add(node, node.moduleSpecifier, isTypeOnly(node.importClause));
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(node, node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node)) {
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    } else if (ts.isExternalModuleReference(node)) {
      add(node, node.expression, false);
    } else if (ts.isCallExpression(node) && isLoader(node.expression)) {
      add(node, node.arguments[0], false);
    }
  });
  return found;
}

/** The file of the project that a relative import means, or undefined for a package. */
export function fileOf(from: Source, target: string, files: ReadonlySet<string>): string | undefined {
  if (!target.startsWith(".")) return undefined;
  const path = posix.join(dirname(from.path), target);
  return [`${path}.ts`, `${path}/index.ts`, path].find((file) => files.has(file));
}

/**
 * The package of a bare import: `@scope/name` or `name`, without a path inside it; undefined for Node's own.
 */
export function packageOf(target: string): string | undefined {
  if (target.startsWith(".") || target.startsWith("node:")) return undefined;
  return target.split("/", target.startsWith("@") ? 2 : 1).join("/");
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.length > 0 &&
    names.elements.every((element) => element.isTypeOnly)
  );
}

function isLoader(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return /^require(\.resolve)?$/.test(callee.getText());
}
