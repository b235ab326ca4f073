import { expect, it } from "vitest";
import { defineModel } from "./define-model.ts";

it("makes the model's text, and nothing that is there at run time besides", () => {
  const model = defineModel({ types: { user: {}, team: { member: ["user", "team#member"] } } });
  expect(model).toEqual({
    source: "model\n  schema 1.1\n\ntype user\n\ntype team\n  relations\n    define member: [user, team#member]\n",
  });
});

it("does not compile where a name does not exist", () => {
  // @ts-expect-error
  const { source } = defineModel({ types: { user: {}, team: { member: ["usr"] } } });
  expect(source).toContain("define member: [usr]");
});
