import ts from "typescript";
import { assignmentTarget } from "./assignmentTargets";
import { boundNames, isVar } from "./declaredNames";
import { importAssignments } from "./importAssignments";
import { RUNTIME } from "./runtimeNames";

/** What the transformer has to know of a cell. */
export interface CellTransform {
  /** The names that the cell declares; the compiler's own temporary variables are not among them. */
  readonly declared: ReadonlyMap<string, unknown>;
  /** The new names of variables that must not hide what libraries look for. */
  readonly hidden: ReadonlyMap<string, string>;
}

/**
 * Turns a cell from a module into the body of an async function whose declarations are assignments.
 *
 * Variables then live outside the cell: later cells declare them anew, and closures see each change. Works on what
 * the compiler has already made plain JavaScript, and keeps the places of everything for the source map.
 *
 * - imports become awaited calls of the kernel, first of all, as in a module; function declarations come before them
 * - `export` goes; the value of a last expression is kept
 * - each `await` of the cell's own level goes through the kernel, so that an interrupt ends there
 */
export function cellTransformer(transform: CellTransform): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const { factory } = context;
    const visit = cellVisitor(context, transform);
    const original = ts.getParseTreeNode(file) as ts.SourceFile;
    const lastStatement = original.statements.filter((one) => !ts.isEmptyStatement(one)).at(-1);
    const own = { transform, lastStatement };
    const functions: ts.Statement[] = [];
    const imports: ts.Statement[] = [];
    const body: ts.Statement[] = [];
    for (const statement of file.statements) {
      if (ts.isImportDeclaration(statement)) imports.push(...importAssignments(factory, statement));
      else if (ts.isExportDeclaration(statement)) imports.push(...importAssignments(factory, statement));
      else if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
        functions.push(functionAssignment(factory, statement, statement.name));
      } else body.push(...ownLevel(factory, statement, own));
    }
    const statements = [...functions, ...imports, ...body].flatMap((one) => statementsOf(visit(one)));
    return factory.updateSourceFile(file, statements);
  };
}

/** The visitor for everything inside a cell: renames, awaits, imports, and `var` outside functions. */
function cellVisitor(context: ts.TransformationContext, transform: CellTransform): ts.Visitor {
  const { factory } = context;
  const { hidden } = transform;
  const runtime = (member: string) =>
    factory.createPropertyAccessExpression(factory.createIdentifier(RUNTIME), member);
  const call = (member: string, argument: ts.Expression) =>
    factory.createCallExpression(runtime(member), undefined, [argument]);
  const visitIn = (inFunction: boolean): ts.Visitor => {
    const below = (node: ts.Node) => {
      const inside = visitIn(inFunction || ts.isFunctionLike(node));
      const kept = keyOf(node);
      return ts.visitEachChild(node, (child) => (child === kept ? child : inside(child)), context);
    };
    const visit: ts.Visitor = (node) => {
      if (ts.isIdentifier(node)) return renamed(factory, node, hidden);
      if (ts.isShorthandPropertyAssignment(node)) return below(withoutShorthand(factory, node, hidden));
      if (ts.isBindingElement(node)) return below(withPropertyName(factory, node, hidden));
      if (ts.isMetaProperty(node)) {
        return node.keywordToken === ts.SyntaxKind.ImportKeyword ? runtime("meta") : node;
      }
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
        return factory.updateCallExpression(
          node,
          runtime("import"),
          undefined,
          node.arguments.map((one) => visitExpression(one, visit)),
        );
      }
      if (inFunction) return below(node);
      if (ts.isAwaitExpression(node)) {
        return factory.updateAwaitExpression(node, call("guard", visitExpression(node.expression, visit)));
      }
      if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) {
        const each = call("each", node.expression);
        return below(
          factory.updateForOfStatement(
            node,
            node.awaitModifier,
            loopStart(factory, node.initializer, transform),
            each,
            node.statement,
          ),
        );
      }
      return below(withoutVar(factory, node, transform));
    };
    return visit;
  };
  return visitIn(false);
}

function visitExpression(node: ts.Expression, visit: ts.Visitor): ts.Expression {
  return ts.visitNode(node, visit) as ts.Expression;
}

function renamed(
  factory: ts.NodeFactory,
  node: ts.Identifier,
  hidden: ReadonlyMap<string, string>,
): ts.Identifier {
  const name = hidden.get(node.text);
  return name === undefined ? node : ts.setTextRange(factory.createIdentifier(name), node);
}

/** The name in a node that means a member of something, not a variable. */
function keyOf(node: ts.Node): ts.Node | undefined {
  if (ts.isBindingElement(node)) return identifier(node.propertyName);
  const isMember =
    ts.isPropertyAccessExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isClassElement(node) ||
    ts.isObjectLiteralElement(node);
  return isMember ? identifier(node.name) : undefined;
}

function identifier(node: ts.Node | undefined): ts.Node | undefined {
  return node !== undefined && ts.isIdentifier(node) ? node : undefined;
}

/** `{ process }` keeps its key when the variable has another name. */
function withoutShorthand(
  factory: ts.NodeFactory,
  node: ts.ShorthandPropertyAssignment,
  hidden: ReadonlyMap<string, string>,
): ts.Node {
  if (!hidden.has(node.name.text)) return node;
  const { objectAssignmentInitializer: initial } = node;
  const value = initial === undefined ? node.name : factory.createAssignment(node.name, initial);
  return factory.createPropertyAssignment(factory.createIdentifier(node.name.text), value);
}

function withPropertyName(
  factory: ts.NodeFactory,
  node: ts.BindingElement,
  hidden: ReadonlyMap<string, string>,
): ts.Node {
  const { name, propertyName, dotDotDotToken, initializer } = node;
  const isShort = propertyName === undefined && dotDotDotToken === undefined;
  if (!isShort || !ts.isIdentifier(name) || !hidden.has(name.text)) return node;
  const key = factory.createIdentifier(name.text);
  return factory.updateBindingElement(node, undefined, key, name, initializer);
}

/** A statement of the cell's own level, its declarations made assignments. */
function ownLevel(
  factory: ts.NodeFactory,
  statement: ts.Statement,
  { transform, lastStatement }: { transform: CellTransform; lastStatement: ts.Statement | undefined },
): ts.Statement[] {
  const isLast = lastStatement !== undefined && ts.getOriginalNode(statement) === lastStatement;
  if (ts.isExpressionStatement(statement)) {
    // An enum or a namespace is an expression too by now; its value is nothing to show.
    const isShown = isLast && ts.isExpressionStatement(lastStatement);
    return [isShown ? kept(factory, statement.expression) : statement];
  }
  if (ts.isExportAssignment(statement)) {
    return [
      isLast ? kept(factory, statement.expression) : factory.createExpressionStatement(statement.expression),
    ];
  }
  if (ts.isClassDeclaration(statement) && statement.name !== undefined) {
    const { name, typeParameters, heritageClauses, members } = statement;
    const value = factory.createClassExpression(undefined, name, typeParameters, heritageClauses, members);
    ts.setOriginalNode(value, statement);
    return [assignment(factory, name, value, statement)];
  }
  if (ts.isVariableStatement(statement) && isOwn(statement.declarationList, transform)) {
    return listAssignments(factory, statement.declarationList, statement);
  }
  return [statement];
}

/** Anonymous, so that calls of itself see what the name means by then; it gets its name from the assignment. */
function functionAssignment(
  factory: ts.NodeFactory,
  { modifiers, asteriskToken, typeParameters, parameters, body }: ts.FunctionDeclaration,
  name: ts.Identifier,
): ts.Statement {
  const isAsync = modifiers?.filter((one) => one.kind === ts.SyntaxKind.AsyncKeyword) as
    | ts.Modifier[]
    | undefined;
  const value = factory.createFunctionExpression(
    ...([isAsync, asteriskToken, undefined, typeParameters, parameters, undefined, body!] as const),
  );
  return assignment(factory, name, value, name.parent);
}

/** A `var` outside functions belongs to the cell's own level, wherever it stands. */
function withoutVar(factory: ts.NodeFactory, node: ts.Node, transform: CellTransform): ts.Node {
  if (ts.isVariableStatement(node) && isVar(node.declarationList) && isOwn(node.declarationList, transform)) {
    const statements = listAssignments(factory, node.declarationList, node);
    return statements.length === 1 ? statements[0]! : factory.createBlock(statements);
  }
  if (ts.isForOfStatement(node)) {
    const { awaitModifier, expression, statement } = node;
    return factory.updateForOfStatement(
      node,
      awaitModifier,
      loopStart(factory, node.initializer, transform),
      expression,
      statement,
    );
  }
  if (ts.isForInStatement(node)) {
    return factory.updateForInStatement(
      node,
      loopStart(factory, node.initializer, transform),
      node.expression,
      node.statement,
    );
  }
  if (ts.isForStatement(node) && node.initializer !== undefined) {
    const { condition, incrementor, statement } = node;
    return factory.updateForStatement(
      node,
      loopStart(factory, node.initializer, transform),
      condition,
      incrementor,
      statement,
    );
  }
  return node;
}

function loopStart(
  factory: ts.NodeFactory,
  start: ts.ForInitializer,
  transform: CellTransform,
): ts.ForInitializer {
  if (!ts.isVariableDeclarationList(start) || !isVar(start) || !isOwn(start, transform)) return start;
  const parts = start.declarations.map(({ name, initializer }) => {
    const target = assignmentTarget(factory, name);
    return initializer === undefined ? target : factory.createAssignment(target, initializer);
  });
  return parts.reduce((left, right) => factory.createComma(left, right));
}

function listAssignments(
  factory: ts.NodeFactory,
  list: ts.VariableDeclarationList,
  place: ts.Node,
): ts.Statement[] {
  return list.declarations.map(({ name, initializer }) =>
    assignment(factory, assignmentTarget(factory, name), initializer ?? factory.createVoidZero(), place),
  );
}

function assignment(
  factory: ts.NodeFactory,
  target: ts.Expression,
  value: ts.Expression,
  place: ts.Node | undefined,
): ts.Statement {
  const statement = factory.createExpressionStatement(factory.createAssignment(target, value));
  return place === undefined ? statement : ts.setTextRange(statement, place);
}

function kept(factory: ts.NodeFactory, expression: ts.Expression): ts.Statement {
  const last = factory.createPropertyAccessExpression(factory.createIdentifier(RUNTIME), "last");
  return assignment(factory, last, expression, expression);
}

/** The compiler's own temporary variables stay inside the cell. */
function isOwn(list: ts.VariableDeclarationList, { declared }: CellTransform): boolean {
  return list.declarations.every(({ name }) => boundNames(name).every(({ text }) => declared.has(text)));
}

function statementsOf(visited: ts.VisitResult<ts.Node | undefined>): ts.Statement[] {
  if (visited === undefined) return [];
  return (Array.isArray(visited) ? visited : [visited]) as ts.Statement[];
}
