import { expect, it } from "vitest";
import { messagesOf, resource, VERSION } from "../../test/policy-cases.ts";
import { sortedBindings } from "./sorted-bindings.ts";

it.each([
  [["A", "B", "C"], []],
  // Sorted by UTF-16 code units, as the program does; a locale would sort `_` elsewhere.
  [["A", "AB", "A_"], []],
  [[], []],
  [["B", "A"], ["Its binding A comes after B: sort bindings by name."]],
  [["A", "A_", "AB"], ["Its binding AB comes after A_: sort bindings by name."]],
  [["A", "C", "B", "A"], ["Its binding B comes after C: sort bindings by name."]],
  [["A", "A"], ["It has two bindings A: remove one."]],
])("checks the order of %j", (names, messages) => {
  const bindings = names.map((name) => ({ name, type: "plain_text" }));
  for (const type of [VERSION, "cloudflare:index/workersScript:WorkersScript"]) {
    expect(messagesOf(sortedBindings, [resource(type, { bindings })])).toEqual(messages);
  }
});
