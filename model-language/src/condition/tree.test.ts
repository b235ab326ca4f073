import { Environment } from "@marcbachmann/cel-js";
import { expect, test } from "vitest";
import { calledBy, isLoop, nodesOf, rootOf } from "./tree.ts";

/** Assumptions about cel-js beyond its declarations; a new version must pass these tests. */
const environment = new Environment().registerVariable("l", "list<string>").registerVariable("s", "string");

function checked(expression: string) {
  const program = environment.parse(expression);
  expect(program.check().valid).toBe(true);
  return { program, nodes: [...nodesOf(rootOf(program.ast))] };
}

test("nodesOf finds nodes below macros, literals and calls, with their loops", () => {
  const { nodes } = checked(
    "{'a': [s.size()]}.exists(k, l.all(a, a == k + string(1))) ? s in l : !has(google.protobuf)",
  );
  expect(nodes.flatMap(({ node }) => calledBy(node) ?? [])).toEqual(["exists", "size", "all", "string", "has"]);
  expect(nodes.filter(({ node }) => isLoop(node)).map(({ loops }) => loops)).toEqual([0, 1]);
  expect(nodes.find(({ node }) => node.op === "+")?.loops).toBe(2);
});

test("a node evaluates with its handle, which receives the operands first", () => {
  const seen: unknown[] = [];
  const { program, nodes } = checked("l.exists(a, a.contains(s)) && s == 'b' && string(1) + s == '1b'");
  for (const { node } of nodes) {
    const { handle } = node;
    if (!handle) continue;
    node.handle = (...operands) => {
      seen.push([node.op, ...operands.slice(0, ["call", "rcall", "comprehension"].includes(node.op) ? 1 : 2)]);
      return handle(...operands);
    };
  }
  expect(program({ l: ["abc"], s: "b" })).toBe(true);
  const found = seen.filter((call) => Array.isArray(call) && call[0] !== "?:");
  expect(found).toEqual([
    ["comprehension", ["abc"]],
    ["rcall", ["abc", "b"]],
    ["==", "b", "b"],
    ["call", [1n]],
    ["+", "1", "b"],
    ["==", "1b", "1b"],
  ]);
});
