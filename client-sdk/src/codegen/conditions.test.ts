import { compileModel } from "@cf-auth/engine";
import { compileCondition, parseModel } from "@cf-auth/model-language";
import { expect, it } from "vitest";
import { conditionsBehind } from "./conditions.ts";
import { subjectsOf } from "./subjects.ts";

const MODEL = `model
  schema 1.1
type user
type link
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
    define everyone: [user:* with hourly]
    define restricted: [team#member with hourly]
    define shared: [user, team#member, link with hourly]
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
  ["direct", ["user with hourly"]],
  ["everyone", ["user with hourly", "user:* with hourly"]],
  ["through", ["user with daily"]],
  ["restricted", ["team#member with hourly", "user with daily", "user with hourly"]],
  // A team has no viewers, so that its condition decides nothing.
  ["inherited", ["folder#viewer with nightly", "user with nightly", "user with weekly"]],
  ["without", ["user with daily"]],
  ["both", ["user with hourly"]],
  // Only links have to meet it: no answer about a user, or about the members of a team, hangs on it.
  ["shared", ["link with hourly", "user with daily"]],
])("lists the conditions that %s can depend on, and for which subjects", (name, expected) => {
  const schema = compileModel(parseModel(MODEL).definition, compileCondition);
  const relation = schema.types.get("doc")?.relations.get(name);
  expect(relation && [...conditionsBehind(relation, subjectsOf(schema))].sort()).toEqual(expected);
});
