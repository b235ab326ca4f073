import { compileModel } from "@cf-auth/engine";
import { compileCondition, parseModel } from "@cf-auth/model-language";
import { expect, it } from "vitest";
import { conditionsBehind } from "./conditions.ts";

const MODEL = `model
  schema 1.1
type user
type org
  relations
    define viewer: [user with weekly]
type team
  relations
    define member: [user with daily]
type folder
  relations
    define viewer: [user]
type doc
  relations
    define parent: [folder with nightly, team with yearly, org]
    define plain: [user]
    define direct: [user, user with hourly]
    define through: [team#member]
    define inherited: viewer from parent
    define without: plain but not through
    define both: plain and direct
condition hourly(x: int) { x > 0 }
condition daily(x: int) { x > 0 }
condition weekly(x: int) { x > 0 }
condition nightly(x: int) { x > 0 }
condition yearly(x: int) { x > 0 }
`;

it.each([
  ["plain", []],
  ["direct", ["hourly"]],
  ["through", ["daily"]],
  // A team has no viewers, so that its condition decides nothing.
  ["inherited", ["nightly", "weekly"]],
  ["without", ["daily"]],
  ["both", ["hourly"]],
])("what %s can hang on", (name, expected) => {
  const schema = compileModel(parseModel(MODEL).definition, compileCondition);
  const relation = schema.types.get("doc")?.relations.get(name);
  expect(relation && [...conditionsBehind(relation)].sort()).toEqual(expected);
});
