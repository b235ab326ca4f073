import { describe, expect, it } from "vitest";
import type { RelationDefinition } from "./definition.ts";
import { modelText } from "./model-text.ts";

// That the parser reads what is meant is shown on real models: test/permissions/real-models.test.ts.
const cases: readonly (readonly [RelationDefinition, string])[] = [
  [["user"], "[user]"],
  [["user", "user:*", "team#member with late"], "[user, user:*, team#member with late]"],
  ["owner", "owner"],
  ["viewer from parent", "viewer from parent"],
  [{ or: [["user"], "owner", "viewer from parent"] }, "[user] or owner or viewer from parent"],
  [{ and: [["user"], "owner"] }, "[user] and owner"],
  [{ or: [["user"]], butNot: "blocked" }, "[user] but not blocked"],
  [{ or: [["user"], "owner"], butNot: "blocked" }, "([user] or owner) but not blocked"],
  [{ and: ["a", "b"], butNot: "c from d" }, "(a and b) but not c from d"],
  [{ or: ["a", { and: ["b", "c"] }] }, "a or (b and c)"],
  [{ and: [{ or: [["user"], "a"] }, "b"], butNot: { or: ["c", "d"] } }, "(([user] or a) and b) but not (c or d)"],
  [{ or: [{ or: ["a"], butNot: "b" }, "c"] }, "(a but not b) or c"],
];

describe("a relation", () => {
  it.each(cases)("%j", (rewrite, text) => {
    expect(modelText({ types: { doc: { it: rewrite } } })).toBe(
      `model\n  schema 1.1\n\ntype doc\n  relations\n    define it: ${text}\n`,
    );
  });
});

it("types without relations, and conditions", () => {
  const conditions = {
    late: {
      parameters: { now: "timestamp", days: "list<string>" },
      expression: '\n  now.getHours() > 20 &&\n  "mon" in days\n',
    },
  } as const;
  expect(modelText({ types: { user: {}, team: {} }, conditions })).toBe(`model
  schema 1.1

type user

type team

condition late(now: timestamp, days: list<string>) {
  now.getHours() > 20 &&
  "mon" in days
}
`);
});
