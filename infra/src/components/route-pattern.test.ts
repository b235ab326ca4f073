import { describe, expect, it } from "vitest";
import { hostOfRoute, inZone } from "./route-pattern.ts";

const DOMAIN = "auth.example.com";
const check = (pattern: string, zone = "example.com", domain = DOMAIN) =>
  inZone(pattern, hostOfRoute(pattern, domain), zone, domain);

describe("a route", () => {
  it.each([
    ["a tenant's own host", "login.example.com/*"],
    ["what lies below the service: tenants by their slugs", "*.auth.example.com/*"],
    ["what lies below another host", "*.tenants.example.com/*"],
    ["the zone's apex, which is one host", "example.com/*"],
  ])("may be %s", (_, pattern) => {
    expect(check(pattern)).toBe(pattern);
  });

  it("may be all that lies below a zone that is the service's own", () => {
    expect(check("*.example-auth.com/*", "example-auth.com", "example-auth.com")).toBe("*.example-auth.com/*");
  });

  it.each([
    ["everything", "*/*", "is not a host"],
    ["everything, over HTTPS", "https://*/*", "is not a host"],
    ["a whole zone", "*.example.com/*", "takes every host of the zone example.com"],
    ["whatever ends alike", "*example.com/*", "is not a host"],
    ["a top-level domain", "*.com/*", "is not a host"],
    ["a host of another zone", "login.example.org/*", "outside the zone example.com"],
    ["a host that only ends like the zone", "login.anexample.com/*", "outside the zone example.com"],
    ["all below a host of another zone", "*.example.org/*", "outside the zone example.com"],
    ["a part of a host's paths", "login.example.com/auth/*", "is not a host"],
    ["a single page", "login.example.com", "is not a host"],
    ["a wildcard within", "login.*.example.com/*", "is not a host"],
    ["upper case, which is another route to Cloudflare", "Login.example.com/*", "is not a host"],
    ["the service's own host", "auth.example.com/*", "leave it out"],
  ])("may not be %s", (_, pattern, problem) => {
    expect(() => check(pattern)).toThrow(problem);
    expect(() => check(pattern)).toThrow(`The route ${pattern} of cf-auth:routes`);
  });
});
