import { describe, expect, it } from "vitest";
import { hostOfRoute, inZone } from "./route-pattern.ts";

const DOMAIN = "auth.example.com";
const check = (pattern: string, zone = "example.com", domain = DOMAIN) =>
  inZone(pattern, hostOfRoute(pattern, domain), zone, domain);

describe("a route", () => {
  it.each([
    ["a tenant's own host", "login.example.com/*"],
    ["subdomains of the service, named by tenants' slugs", "*.auth.example.com/*"],
    ["subdomains of another host", "*.tenants.example.com/*"],
    ["the zone's apex, which is one host", "example.com/*"],
  ])("accepts %s", (_, pattern) => {
    expect(check(pattern)).toBe(pattern);
  });

  it("accepts all subdomains if the zone belongs to the service alone", () => {
    expect(check("*.example-auth.com/*", "example-auth.com", "example-auth.com")).toBe("*.example-auth.com/*");
  });

  it.each([
    ["everything", "*/*", "isn't a lower-case host"],
    ["everything over HTTPS", "https://*/*", "isn't a lower-case host"],
    ["a whole zone", "*.example.com/*", "matches every host of the zone example.com"],
    ["hosts with the same ending", "*example.com/*", "isn't a lower-case host"],
    ["a top-level domain", "*.com/*", "isn't a lower-case host"],
    ["a host of another zone", "login.example.org/*", "outside the zone example.com"],
    ["a host that ends like the zone", "login.anexample.com/*", "outside the zone example.com"],
    ["subdomains of another zone", "*.example.org/*", "outside the zone example.com"],
    ["some paths of a host", "login.example.com/auth/*", "isn't a lower-case host"],
    ["a single page", "login.example.com", "isn't a lower-case host"],
    ["a wildcard inside a name", "login.*.example.com/*", "isn't a lower-case host"],
    ["upper case, which Cloudflare treats as another route", "Login.example.com/*", "isn't a lower-case host"],
    ["the service's own host", "auth.example.com/*", "remove it"],
  ])("rejects %s", (_, pattern, problem) => {
    expect(() => check(pattern)).toThrow(problem);
    expect(() => check(pattern)).toThrow(`The route ${pattern} of cf-auth:routes`);
  });
});
