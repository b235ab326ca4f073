import { expect, it } from "vitest";
import { messagesOf, resource, VERSION } from "../../test/policy-cases.ts";
import { sortedBindings } from "./sorted-bindings.ts";

it.each([
  [["A", "B", "C"], []],
  // By code units, as the program sorts: not by what a language thinks of `_`.
  [["A", "AB", "A_"], []],
  [[], []],
  [["B", "A"], ["Its binding A stands behind B: sort bindings by name."]],
  [["A", "A_", "AB"], ["Its binding AB stands behind A_: sort bindings by name."]],
  [["A", "C", "B", "A"], ["Its binding B stands behind C: sort bindings by name."]],
  [["A", "A"], ["It has two bindings A: leave one out."]],
])("%j", (names, messages) => {
  const bindings = names.map((name) => ({ name, type: "plain_text" }));
  for (const type of [VERSION, "cloudflare:index/workersScript:WorkersScript"]) {
    expect(messagesOf(sortedBindings, [resource(type, { bindings })])).toEqual(messages);
  }
});
