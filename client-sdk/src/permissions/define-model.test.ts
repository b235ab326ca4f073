import { expect, it } from "vitest";
import { defineModel } from "./define-model.ts";

it("returns the model's text only at run time", () => {
  const model = defineModel({ types: { user: {}, team: { member: ["user", "team#member"] } } });
  expect(model).toEqual({
    source: "model\n  schema 1.1\n\ntype user\n\ntype team\n  relations\n    define member: [user, team#member]\n",
  });
});

it("doesn't compile with an unknown name", () => {
  // @ts-expect-error
  const { source } = defineModel({ types: { user: {}, team: { member: ["usr"] } } });
  expect(source).toContain("define member: [usr]");
});
