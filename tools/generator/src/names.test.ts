import { describe, expect, it } from "vitest";
import { readContract } from "./contract.ts";
import { IRREGULAR, NOUN_METHODS, NOUNS, operationName, requestName, responseName } from "./names.ts";

const { procedures } = readContract();
const paths = procedures.map(({ path }) => path);

describe("the name of an operation", () => {
  it.each([
    ["authz.check", "Check"],
    ["authz.listObjects", "ListObjects"],
    ["authz.graph.import", "ImportGraph"],
    ["auth.login", "Login"],
    ["apiKeys.create", "CreateApiKey"],
    ["apiKeys.list", "ListApiKeys"],
    ["apiKeys.reportLeak", "ReportApiKeyLeak"],
    ["apiKeys.customers.create", "CreateCustomerKey"],
    ["tenants.setPlan", "SetTenantPlan"],
    ["tenants.settings.update", "UpdateTenantSettings"],
    ["users.sessions.list", "ListUserSessions"],
    ["users.sessions.end", "EndUserSession"],
    ["platform.admins.grant", "GrantPlatformAdmin"],
    ["dashboard.topTenants", "GetDashboardTopTenants"],
    ["auth.sessions.endAll", "EndAllSessions"],
  ])("of %s is %s", (path, name) => {
    expect(operationName(path)).toBe(name);
  });

  it("is used by one procedure only", () => {
    const names = paths.map(operationName);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it("comes from tables without entries for procedures that do not exist", () => {
    const families = new Set(paths.map((path) => path.slice(0, path.lastIndexOf("."))));
    expect([...Object.keys(IRREGULAR), ...NOUN_METHODS].filter((path) => !paths.includes(path))).toEqual([]);
    expect(Object.keys(NOUNS).filter((family) => !families.has(family))).toEqual([]);
  });
});

it("names a request and a response after the operation", () => {
  expect(requestName({ path: "authz.check" })).toBe("CheckRequest");
  expect(responseName({ path: "authz.check", output: { type: "object" } })).toBe("CheckResponse");
});

it("names a response that is exactly one resource after the resource", () => {
  expect(responseName({ path: "tenants.get", output: { $ref: "#/$defs/Tenant" } })).toBe("Tenant");
});
