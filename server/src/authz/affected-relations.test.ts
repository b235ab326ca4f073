import { parseModel } from "@cf-auth/model-language";
import { describe, expect, it } from "vitest";
import { affectedRelations, relationsOf } from "./affected-relations.ts";

const MODEL = `model
  schema 1.1
type user
type team
  relations
    define lead: [user]
    define member: [user, team#member] or lead
type folder
  relations
    define parent: [folder]
    define viewer: [team#member] or viewer from parent
    define label: [user with odd]
type doc
  relations
    define parent: [folder]
    define blocked: [user]
    define viewer: viewer from parent but not blocked
condition odd(x: int) {
  x % 2 == 1
}
`;
const { definition } = parseModel(MODEL);

describe("relations whose answers may change", () => {
  it.each([
    ["team#lead", ["doc#viewer", "folder#viewer", "team#lead", "team#member"]],
    ["doc#blocked", ["doc#blocked", "doc#viewer"]],
    ["folder#parent", ["doc#viewer", "folder#parent", "folder#viewer"]],
    ["folder#label", ["folder#label"]],
  ])("with %s are %j", (changed, affected) => {
    expect([...affectedRelations(definition, new Set([changed]))].sort()).toEqual(affected);
  });
});

it("a relation has changed where a condition of its tuples has", () => {
  const other = parseModel(MODEL.replace("== 1", "== 0")).definition;
  const [before, after] = [relationsOf(definition), relationsOf(other)];
  expect([...before.keys()].filter((name) => before.get(name) !== after.get(name))).toEqual(["folder#label"]);
});
