import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { D1, resource } from "../test/policy-cases.ts";
import { RULES, violations } from "./rules.ts";

it("applies every rule in rules/ under a unique name", () => {
  const written = readdirSync(new URL("rules/", import.meta.url)).filter((name) => !name.endsWith(".test.ts"));
  expect(RULES).toHaveLength(written.length);
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});

it("lists every rule in docs/policies.md", () => {
  const guide = readFileSync(new URL("../../docs/policies.md", import.meta.url), "utf8");
  const listed = [...guide.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(RULES.map(({ name }) => name).sort());
});

it("runs all rules over a graph", () => {
  const found = violations({
    stack: "staging",
    resources: [resource(D1, {}, { protect: false, retainOnDelete: false })],
  });
  expect(found.map(({ rule }) => rule)).toEqual([
    "state-is-protected",
    "state-is-retained",
    "names-follow-convention",
    "read-replication-is-set",
  ]);
});
