import { CHARACTERS_PER_UNIT, MAX_WORK, UNITS } from "../limits.ts";
import { calledBy, childrenIn, isLoop, loopOf, type Node, nodesOf } from "./tree.ts";

/** A single instance, because creating one would cost more work. CEL's `||` and `exists` may swallow it. */
export const SPENT = new Error("it takes too much work");

/** Counts the work of one evaluation at a time. */
export class Meter {
  private left = MAX_WORK;

  restart(): void {
    this.left = MAX_WORK;
  }

  /** Whether the limit was exceeded. Check it at the end: an expression may have swallowed the error. */
  get isSpent(): boolean {
    return this.left < 0;
  }

  /** Units since the restart, at most the limit. */
  get used(): number {
    return MAX_WORK - Math.max(this.left, 0);
  }

  spend(units: number): void {
    this.left -= units;
    if (this.left < 0) throw SPENT;
  }

  /** Counts the cost of traversing a value. */
  spendOn(value: unknown): void {
    this.spend(UNITS.value + textSize(value));
    if (Array.isArray(value)) for (const item of value) this.spendOn(item);
    else if (value instanceof Map) for (const item of value.values()) this.spendOn(item);
    else if (isLiteral(value)) for (const item of Object.values(value)) this.spendOn(item);
  }

  /** Wraps every node below whose cost depends on its operands. */
  attach(root: Node): void {
    for (const { node } of nodesOf(root)) {
      const { handle } = node;
      const cost = handle && this.costOf(node);
      if (!cost) continue;
      node.handle = (...operands) => {
        cost(operands);
        return handle(...operands);
      };
    }
  }

  private costOf(node: Node): ((operands: unknown[]) => void) | undefined {
    if (isLoop(node)) {
      const turn = nodesOf(loopOf(node).step).length;
      return ([items]) => this.spend(turn * sizeOf(items));
    }
    const name = calledBy(node);
    const fixed = name !== undefined && Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
    if (fixed !== undefined) return ([values]) => this.spend(fixed + sum(values as unknown[]));
    if (name === "duration")
      return ([values]) => this.spend(UNITS.duration * CHARACTERS_PER_UNIT * sum(values as unknown[]));
    if (name?.startsWith("get")) return ([values]) => this.spendOnTime(values as unknown[]); // A call's come in a list.
    if (name === "contains") return ([values]) => this.spendOnSearch(values as unknown[]);
    if (name !== undefined) return ([values]) => this.spend(UNITS.value + sum(values as unknown[]));
    if (childrenIn(node.args).every(isSmall)) return undefined;
    if (["==", "!=", "in"].includes(node.op)) return (operands) => this.compare(operands);
    if (["+", "<", "<=", ">", ">="].includes(node.op)) return ([a, b]) => this.spend(sum([a, b]));
    return undefined;
  }

  private compare([a, b]: unknown[]): void {
    this.spendOn(a);
    this.spendOn(b);
  }

  /** Cost of a part of a time, with or without a time zone. */
  private spendOnTime({ length }: unknown[]): void {
    this.spend(length > 1 ? UNITS.timeZone : 1);
  }

  /** Cost of a substring search: in the worst case the product of both lengths. */
  private spendOnSearch([text, part]: unknown[]): void {
    this.spend(1 + (sizeOf(text) * sizeOf(part)) / 100);
  }
}

/** Fixed costs of functions, in addition to their operands' length. */
const CALLS: Readonly<Record<string, number>> = {
  timestamp: UNITS.timestamp,
  ipaddress: UNITS.ipAddress,
  in_cidr: UNITS.ipAddress,
};

const SMALL = /^(bool|int|uint|double|null|type|google\.protobuf\.\w+|IPAddress)$/;

/** Whether values of its type have a constant size. */
function isSmall({ checkedType }: Node): boolean {
  return SMALL.test(checkedType?.name ?? "dyn");
}

function sum(values: readonly unknown[]): number {
  return values.reduce((total: number, value) => total + sizeOf(value), 0);
}

/** Size of a value without its contents: its characters, in units, or its items. */
function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  return isLiteral(value) ? Object.keys(value).length : textSize(value);
}

function textSize(value: unknown): number {
  return typeof value === "string" || value instanceof Uint8Array ? value.length / CHARACTERS_PER_UNIT : 0;
}

/** Whether the value is a map literal of the expression; maps of a context are `Map`s. */
function isLiteral(value: unknown): value is object {
  return typeof value === "object" && value !== null && value.constructor === Object;
}
