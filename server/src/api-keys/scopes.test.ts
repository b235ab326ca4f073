import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAllowed, type ScopedCall, Scopes } from "./scopes.ts";

const CALLS: readonly ScopedCall[] = [
  { path: "authz.check", type: "query" },
  { path: "authz.write", type: "mutation" },
  { path: "authz.graph.export", type: "mutation" },
  { path: "authz.graph.stats", type: "query" },
  { path: "auth.login", type: "mutation" },
  { path: "tenants.get", type: "query" },
];
const scopes = new Scopes(CALLS);

it("has a scope for each procedure, each family and its reads", () => {
  expect(scopes.all).toEqual([
    "*:read",
    "auth.*",
    "auth.login",
    "authz.*",
    "authz.check",
    "authz.graph.*",
    "authz.graph.export",
    "authz.graph.stats",
    "authz.graph:read",
    "authz.write",
    "authz:read",
    "tenants.*",
    "tenants.get",
    "tenants:read",
  ]);
  expect(scopes.unknownOf(["authz.check", "authz.chek", "auth:read", "*", ".*", ""])).toEqual([
    "authz.chek",
    "auth:read",
    "*",
    ".*",
    "",
  ]);
});

it.each<[string, string[]]>([
  ["authz.check", ["authz.check"]],
  ["authz.*", ["authz.check", "authz.write", "authz.graph.export", "authz.graph.stats"]],
  ["authz.graph.*", ["authz.graph.export", "authz.graph.stats"]],
  ["authz:read", ["authz.check", "authz.graph.stats"]],
  ["authz.graph:read", ["authz.graph.stats"]],
  // Not authz, although it begins the same.
  ["auth.*", ["auth.login"]],
  ["*:read", ["authz.check", "authz.graph.stats", "tenants.get"]],
])("%s allows %s", (scope, expected) => {
  expect(CALLS.filter((call) => isAllowed([scope], call)).map(({ path }) => path)).toEqual(expected);
});

it("allows nothing without scopes", () => {
  expect(CALLS.some((call) => isAllowed([], call))).toBe(false);
});

describe("scopes that exceed a key's own", () => {
  it.each<[string[], string[], string[]]>([
    [["authz.*"], ["authz.check", "authz.graph.*", "authz.graph:read", "authz:read"], []],
    [["authz.graph.*"], ["authz.graph.export", "authz.*", "authz:read"], ["authz.*", "authz:read"]],
    [
      ["authz:read"],
      ["authz.check", "authz.graph:read", "authz.write", "authz.graph.*"],
      ["authz.write", "authz.graph.*"],
    ],
    [["*:read"], ["tenants:read", "tenants.get", "auth.login", "tenants.*"], ["auth.login", "tenants.*"]],
    // The family's procedures of today, but not later ones.
    [["tenants.get"], ["tenants.*", "tenants:read"], ["tenants.*", "tenants:read"]],
    [["auth.*"], ["authz.check", "authz.*"], ["authz.check", "authz.*"]],
    [[], ["authz.check"], ["authz.check"]],
  ])("%j, requesting %j: %j", (granted, requested, expected) => {
    expect(scopes.beyond(granted, requested)).toEqual(expected);
  });

  it("scopes within a key's own allow only what the key's own allow", () => {
    const some = fc.array(fc.constantFrom(...scopes.all), { maxLength: 3 });
    const property = fc.property(some, some, (granted, requested) => {
      if (scopes.beyond(granted, requested).length > 0) return;
      for (const call of CALLS) if (isAllowed(requested, call)) expect(isAllowed(granted, call)).toBe(true);
    });
    fc.assert(property, { numRuns: 3000 });
  });
});
