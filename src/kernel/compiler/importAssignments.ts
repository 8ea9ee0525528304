import ts from "typescript";
import { RUNTIME } from "./runtimeNames";

/**
 * The statements that do at run time what an `import` or `export … from` says: `({ a: b } = await $hb.import("m"))`.
 *
 * Nothing for an `export` of the cell's own names: every name is there for later cells anyway.
 */
export function importAssignments(
  factory: ts.NodeFactory,
  statement: ts.ImportDeclaration | ts.ExportDeclaration,
): ts.Statement[] {
  if (statement.moduleSpecifier === undefined) return [];
  const load = () =>
    factory.createAwaitExpression(
      factory.createCallExpression(
        factory.createPropertyAccessExpression(factory.createIdentifier(RUNTIME), "import"),
        undefined,
        [statement.moduleSpecifier!],
      ),
    );
  const targets = ts.isImportDeclaration(statement) ? targetsOf(factory, statement.importClause) : [];
  const loads =
    targets.length === 0 ? [load()] : targets.map((target) => factory.createAssignment(target, load()));
  return loads.map((expression) => ts.setTextRange(factory.createExpressionStatement(expression), statement));
}

function targetsOf(factory: ts.NodeFactory, clause: ts.ImportClause | undefined): ts.Expression[] {
  const named = clause?.namedBindings;
  const isNamespace = named !== undefined && ts.isNamespaceImport(named);
  const properties = [
    ...(clause?.name === undefined ? [] : [factory.createPropertyAssignment("default", clause.name)]),
    ...(named === undefined || isNamespace ? [] : named.elements.map((one) => propertyOf(factory, one))),
  ];
  return [
    ...(isNamespace ? [named.name] : []),
    ...(properties.length === 0 ? [] : [factory.createObjectLiteralExpression(properties)]),
  ];
}

function propertyOf(
  factory: ts.NodeFactory,
  { propertyName, name }: ts.ImportSpecifier,
): ts.ObjectLiteralElementLike {
  // A new node for the key: the visitor renames variables, and the key is none.
  const key = propertyName ?? name;
  const text = ts.isStringLiteral(key)
    ? factory.createStringLiteral(key.text)
    : factory.createIdentifier(key.text);
  return factory.createPropertyAssignment(text, name);
}
