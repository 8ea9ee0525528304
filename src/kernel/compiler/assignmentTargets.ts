import ts from "typescript";

/** Turns a binding pattern (`{ a, b: [c = 1], ...rest }`) into the same pattern of an assignment. */
export function assignmentTarget(factory: ts.NodeFactory, name: ts.BindingName): ts.Expression {
  if (ts.isIdentifier(name)) return name;
  const pattern = ts.isObjectBindingPattern(name)
    ? factory.createObjectLiteralExpression(name.elements.map((element) => propertyOf(factory, element)))
    : factory.createArrayLiteralExpression(name.elements.map((element) => itemOf(factory, element)));
  return ts.setTextRange(pattern, name);
}

function propertyOf(factory: ts.NodeFactory, element: ts.BindingElement): ts.ObjectLiteralElementLike {
  const target = assignmentTarget(factory, element.name);
  if (element.dotDotDotToken !== undefined) return factory.createSpreadAssignment(target);
  const value = withDefault(factory, target, element.initializer);
  // The name of what is taken apart stays, whatever the variable is called.
  const property = element.propertyName ?? factory.createIdentifier((element.name as ts.Identifier).text);
  return factory.createPropertyAssignment(property, value);
}

function itemOf(factory: ts.NodeFactory, element: ts.ArrayBindingElement): ts.Expression {
  if (ts.isOmittedExpression(element)) return element;
  const target = assignmentTarget(factory, element.name);
  if (element.dotDotDotToken !== undefined) return factory.createSpreadElement(target);
  return withDefault(factory, target, element.initializer);
}

function withDefault(
  factory: ts.NodeFactory,
  target: ts.Expression,
  initializer: ts.Expression | undefined,
): ts.Expression {
  return initializer === undefined ? target : factory.createAssignment(target, initializer);
}
