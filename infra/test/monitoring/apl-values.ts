import type { Expression } from "./apl-parser.ts";

type Row = Readonly<Record<string, unknown>>;

/** The value of an expression in one row; null where APL has its null value. */
export function valueIn(expression: Expression, row: Row, now: number): unknown {
  switch (expression.kind) {
    case "literal":
    case "timespan":
      return expression.value;
    case "column":
      // Axiom refuses a query with a field that the dataset doesn't have.
      if (!(expression.name in row)) throw new Error(`The field ${expression.name} doesn't exist.`);
      return row[expression.name];
    case "member": {
      const of = valueIn(expression.of, row, now);
      return typeof of === "object" && of !== null ? ((of as Row)[expression.name] ?? null) : null;
    }
    case "in": {
      const left = valueIn(expression.left, row, now);
      return expression.values.some((value) => valueIn(value, row, now) === left);
    }
    case "binary":
      return compare(expression.operator, valueIn(expression.left, row, now), valueIn(expression.right, row, now));
    case "call":
      return call(expression.name, expression.args, row, now);
  }
}

function compare(operator: string, left: unknown, right: unknown): unknown {
  if (operator === "or") return left === true || right === true;
  if (operator === "and") return left === true && right === true;
  if (left === null || right === null) return operator === "==" ? false : null;
  if (operator === "==") return left === right;
  if (typeof left !== "number" || typeof right !== "number") throw new Error(`${operator} compares numbers.`);
  if (operator === "/") return left / right;
  return operator === ">" ? left > right : left >= right;
}

function call(name: string, args: readonly Expression[], row: Row, now: number): unknown {
  if (name === "ensure_field") return fieldOf(args[0], row);
  const values = args.map((arg) => valueIn(arg, row, now));
  const [first] = values;
  switch (name) {
    case "parse_json":
      return parsed(String(first));
    case "tostring":
      return first === null ? "" : String(first);
    case "todouble":
      return typeof first === "number" ? first : null;
    case "array_length":
      return Array.isArray(first) ? first.length : null;
    case "ago":
      return now - Number(first);
    case "iff":
      return first === true ? values[1] : values[2];
    case "min_of":
      return Math.min(...values.map(Number));
    default:
      throw new Error(`${name} is not supported.`);
  }
}

function fieldOf(name: Expression | undefined, row: Row): unknown {
  return name?.kind === "literal" ? (row[name.value] ?? null) : null;
}

/** `parse_json` returns text that is no JSON as it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The value of an aggregation over all rows. */
export function aggregateOf(expression: Expression, rows: readonly Row[], now: number): unknown {
  if (expression.kind !== "call") throw new Error("An aggregation is a call.");
  const [first, second] = expression.args;
  const values = first === undefined ? [] : rows.map((row) => valueIn(first, row, now));
  switch (expression.name) {
    case "count":
      return rows.length;
    case "countif":
      return values.filter((value) => value === true).length;
    case "max":
      return Math.max(...values.map(Number));
    case "percentile": {
      const sorted = values.filter((value) => typeof value === "number").sort((a, b) => a - b);
      const rank = second?.kind === "literal" ? Math.ceil((Number(second.value) / 100) * sorted.length) : 0;
      return sorted[Math.max(0, rank - 1)] ?? null;
    }
    default:
      throw new Error(`${expression.name} is no aggregation.`);
  }
}
