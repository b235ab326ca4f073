/** An expression of Axiom's Processing Language, as far as monitors use it. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number }
  /** In milliseconds. */
  | { readonly kind: "timespan"; readonly value: number }
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "member"; readonly of: Expression; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "in"; readonly left: Expression; readonly values: readonly Expression[] };

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|\['[^']*'\]|'[^']*'|\d+(?:\.\d+)?m?\b|\w+|==|>=|[>/(),])/gy;
/** From the loosest to the tightest. */
const PRECEDENCE = [["or"], ["and"], ["==", ">=", ">", "in"], ["/"]];

/** Splits at the commas outside of brackets and texts. */
export function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token = "", index } of text.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|[(),]/g)) {
    if (token === "(") depth++;
    else if (token === ")") depth--;
    else if (token === "," && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text);
  const expression = binary(tokens, 0);
  if (tokens.length > 0) throw new Error(`${tokens.join(" ")} is left of ${text}.`);
  return expression;
}

function tokensOf(text: string): string[] {
  const tokens = [...text.matchAll(TOKEN)].map(([, token = ""]) => token);
  const rest = text.replaceAll(/\s/g, "").length - tokens.join("").replaceAll(/\s/g, "").length;
  if (rest !== 0) throw new Error(`${text} has tokens that are not supported.`);
  return tokens;
}

function binary(tokens: string[], level: number): Expression {
  const operators = PRECEDENCE[level];
  if (operators === undefined) return primary(tokens);
  let left = binary(tokens, level + 1);
  while (operators.includes(tokens[0] ?? "")) {
    const operator = tokens.shift() ?? "";
    if (operator === "in") {
      take(tokens, "(");
      left = { kind: "in", left, values: list(tokens) };
    } else left = { kind: "binary", operator, left, right: binary(tokens, level + 1) };
  }
  return left;
}

function primary(tokens: string[]): Expression {
  const token = tokens.shift() ?? "";
  if (token === "(") {
    const inner = binary(tokens, 0);
    take(tokens, ")");
    return inner;
  }
  if (token.startsWith('"')) return { kind: "literal", value: String(JSON.parse(token)) };
  if (token.startsWith("'")) return { kind: "literal", value: token.slice(1, -1) };
  if (/^\d+m$/.test(token)) return { kind: "timespan", value: Number(token.slice(0, -1)) * 60_000 };
  if (/^\d/.test(token)) return { kind: "literal", value: Number(token) };
  if (token.startsWith("['")) return { kind: "column", name: token.slice(2, -2) };
  if (!/^\w+$/.test(token)) throw new Error(`${token} is no expression.`);
  if (tokens[0] === "(") {
    tokens.shift();
    return { kind: "call", name: token, args: list(tokens) };
  }
  return members(tokens, { kind: "column", name: token });
}

function members(tokens: string[], of: Expression): Expression {
  if (!tokens[0]?.startsWith("['")) return of;
  const name = tokens.shift()?.slice(2, -2) ?? "";
  return members(tokens, { kind: "member", of, name });
}

/** Expressions up to the closing parenthesis. */
function list(tokens: string[]): Expression[] {
  const items: Expression[] = [];
  while (tokens[0] !== ")") {
    items.push(binary(tokens, 0));
    if (tokens[0] === ",") tokens.shift();
  }
  tokens.shift();
  return items;
}

function take(tokens: string[], expected: string): void {
  if (tokens.shift() !== expected) throw new Error(`${expected} is missing.`);
}
