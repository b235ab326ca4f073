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

it("there is one for each procedure, each family, and what only reads in it", () => {
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
  // Not authz, though that begins alike.
  ["auth.*", ["auth.login"]],
  ["*:read", ["authz.check", "authz.graph.stats", "tenants.get"]],
])("%s allows %s", (scope, expected) => {
  expect(CALLS.filter((call) => isAllowed([scope], call)).map(({ path }) => path)).toEqual(expected);
});

it("no scope allows nothing", () => {
  expect(CALLS.some((call) => isAllowed([], call))).toBe(false);
});

describe("what goes further than a key's own scopes", () => {
  it.each<[string[], string[], string[]]>([
    [["authz.*"], ["authz.check", "authz.graph.*", "authz.graph:read", "authz:read"], []],
    [["authz.graph.*"], ["authz.graph.export", "authz.*", "authz:read"], ["authz.*", "authz:read"]],
    [
      ["authz:read"],
      ["authz.check", "authz.graph:read", "authz.write", "authz.graph.*"],
      ["authz.write", "authz.graph.*"],
    ],
    [["*:read"], ["tenants:read", "tenants.get", "auth.login", "tenants.*"], ["auth.login", "tenants.*"]],
    // All that is in the family today, but not what may come.
    [["tenants.get"], ["tenants.*", "tenants:read"], ["tenants.*", "tenants:read"]],
    [["auth.*"], ["authz.check", "authz.*"], ["authz.check", "authz.*"]],
    [[], ["authz.check"], ["authz.check"]],
  ])("%j, wanting %j: %j", (held, wanted, expected) => {
    expect(scopes.beyond(held, wanted)).toEqual(expected);
  });

  it("whatever is not beyond a key allows nothing that the key itself does not", () => {
    const some = fc.array(fc.constantFrom(...scopes.all), { maxLength: 3 });
    const property = fc.property(some, some, (held, wanted) => {
      if (scopes.beyond(held, wanted).length > 0) return;
      for (const call of CALLS) if (isAllowed(wanted, call)) expect(isAllowed(held, call)).toBe(true);
    });
    fc.assert(property, { numRuns: 3000 });
  });
});
