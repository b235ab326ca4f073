import { describe, expect, it } from "vitest";
import { definitionOf, tupleOf } from "../../test/model.ts";
import { compileModel, Engine, Graph } from "../index.ts";

const NOW = 1_800_000_000;

/** The parts of the list of users who are viewers of `page:1`. */
function viewers(relations: readonly string[], tuples: readonly string[], expired: readonly string[] = []) {
  const types = `type user\ntype group\n  relations\n    define member: [user, user:*]\ntype page\n  relations\n${relations
    .map((line) => `    define ${line}\n`)
    .join("")}`;
  const graph = Graph.from([...tuples.map(tupleOf), ...expired.map((text) => ({ ...tupleOf(text), expiresAt: NOW }))]);
  const engine = new Engine(compileModel(definitionOf(types)), graph, { clock: () => NOW * 1000 });
  const { items, conditional, excluded } = engine.listSubjects("page:1", "viewer", "user", { limit: 100 });
  expect(conditional).toEqual([]);
  return { items, excluded };
}

/** On `page:1`. */
const on = (...facts: string[]) => facts.map((fact) => `${fact} page:1`);

const EXEMPTING = [
  "viewer: [user, user:*] but not blocked",
  "blocked: [user, user:*] but not exempt",
  "exempt: [user, user:*]",
];

describe("a list of subjects has exempt subjects if everyone is excluded", () => {
  it.each([
    ["by a relation of its own", EXEMPTING, on("user:* viewer", "user:* blocked", "user:kim exempt")],
    [
      "in the same definition",
      ["viewer: [user, user:*] but not (blocked but not exempt)", "blocked: [user, user:*]", "exempt: [user]"],
      on("user:* viewer", "user:* blocked", "user:kim exempt"),
    ],
    [
      "through a group",
      [
        "viewer: [user, user:*] but not blocked",
        "blocked: [user:*, group#member] but not exempt",
        "exempt: [group#member]",
      ],
      [...on("user:* viewer", "user:* blocked", "group:staff#member exempt"), "user:kim member group:staff"],
    ],
    [
      "where the wildcards are members of groups",
      ["viewer: [group#member] but not blocked", "blocked: [group#member] but not exempt", "exempt: [user]"],
      [...on("group:all#member viewer", "group:all#member blocked", "user:kim exempt"), "user:* member group:all"],
    ],
    [
      "on a parent",
      [
        "parent: [page]",
        "viewer: [user, user:*] but not blocked",
        "blocked: [user, user:*] but not exempt from parent",
        "exempt: [user]",
      ],
      [...on("user:* viewer", "user:* blocked", "page:0 parent"), "user:kim exempt page:0"],
    ],
    [
      "by both of two relations",
      [
        "viewer: [user, user:*] but not blocked",
        "blocked: [user, user:*] but not (paid and known)",
        "paid: [user]",
        "known: [user]",
      ],
      on("user:* viewer", "user:* blocked", "user:kim paid", "user:kim known", "user:lee paid"),
    ],
    [
      "four exclusions deep",
      [
        "viewer: [user, user:*] but not a",
        "a: [user, user:*] but not b",
        "b: [user, user:*] but not c",
        "c: [user, user:*] but not d",
        "d: [user]",
      ],
      on("user:* viewer", "user:* a", "user:kim b", "user:lee b", "user:lee c", "user:ann c"),
    ],
  ])("%s", (_, relations, tuples) => {
    expect(viewers(relations, tuples)).toEqual({ items: ["user:kim"], excluded: [] });
  });
});

describe("a list of subjects, if the wildcard has the relation, also has", () => {
  it.each([
    ["whom a tuple grants it", on("user:* viewer", "user:ann viewer"), { items: ["user:*", "user:ann"], excluded: [] }],
    [
      "who is exempt from being excluded",
      on("user:* viewer", "user:bob blocked", "user:bob exempt"),
      { items: ["user:*", "user:bob"], excluded: [] },
    ],
    [
      "who is excluded",
      on("user:* viewer", "user:bob blocked", "user:eve blocked", "user:eve exempt"),
      { items: ["user:*", "user:eve"], excluded: ["user:bob"] },
    ],
    [
      "who is excluded from what is granted by name, too",
      on("user:* viewer", "user:bob viewer", "user:bob blocked"),
      { items: ["user:*"], excluded: ["user:bob"] },
    ],
    [
      "who is named in what excludes everyone, where everyone is exempt",
      on("user:* viewer", "user:* blocked", "user:* exempt", "user:bob blocked"),
      { items: ["user:*", "user:bob"], excluded: [] },
    ],
  ])("%s", (_, tuples, listed) => {
    expect(viewers(EXEMPTING, tuples)).toEqual(listed);
  });

  it("subjects excluded by a relation that subtracts nothing itself", () => {
    const relations = ["viewer: [user:*] but not blocked", "blocked: [user, group#member]"];
    const tuples = [
      ...on("user:* viewer", "group:rude#member blocked", "user:bob blocked"),
      "user:eve member group:rude",
    ];
    expect(viewers(relations, tuples)).toEqual({ items: ["user:*"], excluded: ["user:bob", "user:eve"] });
  });
});

it("a list of subjects excludes nobody if the wildcard lacks the relation", () => {
  const relations = ["viewer: [user] but not blocked", "blocked: [user]"];
  expect(viewers(relations, on("user:ann viewer", "user:bob viewer", "user:bob blocked"))).toEqual({
    items: ["user:ann"],
    excluded: [],
  });
});

it("a list of subjects ignores an expired tuple: it neither names a subject nor leads to one", () => {
  const relations = ["viewer: [user, user:*, group#member] but not blocked", "blocked: [user]"];
  const expired = [...on("user:ann viewer", "user:bob blocked", "group:staff#member viewer")];
  expect(viewers(relations, [...on("user:* viewer"), "user:kim member group:staff"], expired)).toEqual({
    items: ["user:*"],
    excluded: [],
  });
});

it("lists of objects have no excluded items", () => {
  const graph = Graph.from(["user:* viewer page:1", "user:bob blocked page:1"].map(tupleOf));
  const types =
    "type user\ntype page\n  relations\n    define viewer: [user:*] but not blocked\n    define blocked: [user]\n";
  const engine = new Engine(compileModel(definitionOf(types)), graph);
  const page = engine.listObjects("user:bob", "viewer", "page", { limit: 10 });
  expect(page).toEqual({ items: [], conditional: [], excluded: [], next: undefined });
});
