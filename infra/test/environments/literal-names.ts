import ts from "typescript";

/**
 * Strings that an expression can evaluate to within its file: literals, lists, keys of an object or a zod schema, and
 * callback parameters over those. Returns undefined if the file doesn't determine them.
 */
export function literalNames(expression: ts.Expression): readonly string[] | undefined {
  const node = bare(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return all([node.whenTrue, node.whenFalse].map(literalNames));
  if (ts.isArrayLiteralExpression(node)) return all(node.elements.map((element) => literalNames(unspread(element))));
  if (ts.isIdentifier(node)) return namesOfIdentifier(node);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: receiver, name } = node.expression;
  const [argument] = node.arguments;
  if (receiver.getText() === "Object" && name.text === "keys" && argument !== undefined) return keysOf(argument);
  return name.text === "filter" ? literalNames(receiver) : undefined;
}

/** The initializer of an identifier in its file, at any depth. */
export function initializerOf(identifier: ts.Identifier): ts.Expression | undefined {
  const declarations = descendants(identifier.getSourceFile()).filter(ts.isVariableDeclaration);
  return declarations.find(({ name }) => ts.isIdentifier(name) && name.text === identifier.text)?.initializer;
}

export function descendants(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (child: ts.Node) => {
    found.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

function namesOfIdentifier(identifier: ts.Identifier): readonly string[] | undefined {
  const initializer = initializerOf(identifier);
  if (initializer !== undefined) return literalNames(initializer);
  const iterated = iteratedNames(identifier);
  return iterated && literalNames(iterated);
}

/** Names that a callback or loop variable gets: `list.map((name) => …)` and `for (const name of list)`. */
function iteratedNames(identifier: ts.Identifier): ts.Expression | undefined {
  for (let node: ts.Node = identifier; node.parent !== undefined; node = node.parent) {
    const { parent } = node;
    if (ts.isForOfStatement(parent) && declares(parent.initializer, identifier)) return parent.expression;
    const isCallback = ts.isArrowFunction(node) && ts.isCallExpression(parent) && parent.arguments[0] === node;
    if (!isCallback || !ts.isPropertyAccessExpression(parent.expression)) continue;
    const [first] = ts.isArrowFunction(node) ? node.parameters : [];
    if (first?.name.getText() === identifier.text) return parent.expression.expression;
  }
  return undefined;
}

function declares(initializer: ts.ForInitializer, { text }: ts.Identifier): boolean {
  return (
    ts.isVariableDeclarationList(initializer) && initializer.declarations.some(({ name }) => name.getText() === text)
  );
}

function keysOf(expression: ts.Expression): readonly string[] | undefined {
  const node = bare(expression);
  if (ts.isObjectLiteralExpression(node)) {
    const names = node.properties.map(({ name }) => name);
    return names.every((name) => name !== undefined && ts.isIdentifier(name))
      ? names.map((name) => name?.getText() ?? "")
      : undefined;
  }
  // `z.object({ … }).shape` has the keys of its argument.
  if (ts.isPropertyAccessExpression(node) && node.name.text === "shape") return keysOf(node.expression);
  if (ts.isCallExpression(node) && /^z\.(?:strict)?object$/i.test(node.expression.getText())) {
    return node.arguments[0] && keysOf(node.arguments[0]);
  }
  const initializer = ts.isIdentifier(node) ? initializerOf(node) : undefined;
  return initializer && keysOf(initializer);
}

function all(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const known = lists.filter((list) => list !== undefined);
  return known.length === lists.length ? known.flat() : undefined;
}

function unspread(element: ts.Expression): ts.Expression {
  return ts.isSpreadElement(element) ? element.expression : element;
}

/** The expression without parentheses and `as const`. */
function bare(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)
    ? bare(node.expression)
    : node;
}
