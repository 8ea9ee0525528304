import ts from "typescript";

/** What a cell declares and mentions. */
export interface CellNames {
  /** Names that later cells can use, values and types, with whether they may be assigned to. */
  readonly declared: ReadonlyMap<string, NameKind>;
  /** Names that the cell exports by itself, with `export`. */
  readonly exported: ReadonlySet<string>;
  /** Every word of the cell that could be a name. */
  readonly mentioned: ReadonlySet<string>;
}

/** `variable` may be assigned to in later cells, `constant` not; `type` and `ambient` (declare const) have no value here. */
export type NameKind = "variable" | "constant" | "type" | "ambient";

/** Reads the names of a cell's own level from its tree; `var` counts wherever it stands outside functions. */
export function declaredNames(file: ts.SourceFile): CellNames {
  const declared = new Map<string, NameKind>();
  const exported = new Set<string>();
  const mentioned = new Set<string>();
  const declare = (name: string, kind: NameKind) => {
    // An interface beside a class of the same name adds no new kind of name.
    if (kind !== "type" || !declared.has(name)) declared.set(name, kind);
  };
  for (const statement of file.statements) {
    const before = new Set(declared.keys());
    const isAmbient = hasModifier(statement, ts.SyntaxKind.DeclareKeyword);
    declareStatement(statement, isAmbient ? (name) => declare(name, "ambient") : declare);
    if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) continue;
    for (const name of declared.keys()) if (!before.has(name)) exported.add(name);
  }
  const visit = (node: ts.Node, inFunction: boolean): void => {
    if (ts.isIdentifier(node)) mentioned.add(node.text);
    if (ts.isExportSpecifier(node)) exported.add(node.name.text);
    if (!inFunction && ts.isVariableDeclarationList(node) && isVar(node) && !declares(node.parent)) {
      declareList(node, declare);
    }
    const below = inFunction || ts.isFunctionLike(node) || ts.isModuleBlock(node);
    ts.forEachChild(node, (child) => visit(child, below));
  };
  visit(file, false);
  return { declared, exported, mentioned };
}

/** Whether a declaration list is written with `var`. */
export function isVar(list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) === 0;
}

/** The identifiers that a pattern binds, in order. */
export function boundNames(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}

function declareStatement(statement: ts.Statement, declare: (name: string, kind: NameKind) => void): void {
  if (ts.isVariableStatement(statement)) declareList(statement.declarationList, declare);
  else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    if (statement.name !== undefined) declare(statement.name.text, "constant");
  } else if (ts.isEnumDeclaration(statement)) declare(statement.name.text, "constant");
  else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
    declare(statement.name.text, "type");
  } else if (ts.isModuleDeclaration(statement)) {
    if (ts.isIdentifier(statement.name) && statement.name.text !== "global")
      declare(statement.name.text, "constant");
  } else if (ts.isImportEqualsDeclaration(statement)) declare(statement.name.text, "constant");
  else if (ts.isImportDeclaration(statement)) {
    for (const [name, kind] of importedNames(statement)) declare(name, kind);
  }
}

function declareList(
  list: ts.VariableDeclarationList,
  declare: (name: string, kind: NameKind) => void,
): void {
  const kind = (list.flags & ts.NodeFlags.Const) !== 0 ? "constant" : "variable";
  for (const { name } of list.declarations) for (const one of boundNames(name)) declare(one.text, kind);
}

function importedNames({ importClause: clause }: ts.ImportDeclaration): [string, NameKind][] {
  if (clause === undefined) return [];
  const kindOf = (typeOnly: boolean) => (clause.isTypeOnly || typeOnly ? "type" : "constant");
  const names: [string, NameKind][] = clause.name === undefined ? [] : [[clause.name.text, kindOf(false)]];
  const named = clause.namedBindings;
  if (named === undefined) return names;
  if (ts.isNamespaceImport(named)) return [...names, [named.name.text, kindOf(false)]];
  const own = named.elements.map(({ name, isTypeOnly }): [string, NameKind] => [
    name.text,
    kindOf(isTypeOnly),
  ]);
  return [...names, ...own];
}

function declares(node: ts.Node): boolean {
  return ts.isVariableStatement(node) && hasModifier(node, ts.SyntaxKind.DeclareKeyword);
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((one) => one.kind === kind) ?? false);
}
