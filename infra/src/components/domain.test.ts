import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { type Registered, type RunOptions, registered } from "../../test/registered.ts";
import { ServiceDomain, type ServiceDomainArgs } from "./domain.ts";

/** A stand-in for the uploaded version. */
class Upload extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Upload", name);
  }
}

const ARGS = {
  accountId: "account",
  zoneId: "zone",
  domain: "auth.example.com",
  routes: [] as string[],
  worker: "cf-auth-staging",
  adopt: {},
};
const answers = { "cloudflare:index/getZone:getZone": () => ({ name: "example.com" }) };

const made = (args: Omit<ServiceDomainArgs, "after">, options: RunOptions = { answers }): Promise<Registered[]> =>
  registered(() => new ServiceDomain("domain", { ...args, after: [new Upload("upload")] }), options);
const urnOf = (found: readonly Registered[], name: string) => found.find((one) => one.name === name)?.urn;
const byType = (found: readonly Registered[], type: string) => found.filter((one) => one.type.endsWith(`:${type}`));

describe("the service's domain", () => {
  it("creates a custom domain of the Worker, and no lookup without routes", async () => {
    const found = await made(ARGS, {});
    expect(found.map(({ name }) => name).sort()).toEqual(["domain", "domain-host", "upload"]);
    const parent = found.find(({ name }) => name === "domain");
    expect(parent).toMatchObject({ type: "cf-auth:infra:ServiceDomain", outputs: { host: "auth.example.com" } });
    expect(byType(found, "WorkersCustomDomain")).toMatchObject([
      {
        type: "cloudflare:index/workersCustomDomain:WorkersCustomDomain",
        props: { accountId: "account", zoneId: "zone", hostname: "auth.example.com", service: "cf-auth-staging" },
        parent: parent?.urn,
        dependencies: [urnOf(found, "upload")],
      },
    ]);
  });

  it("adopts an existing custom domain", async () => {
    const found = await made({ ...ARGS, adopt: { domain: { id: "account/known" } } });
    expect(byType(found, "WorkersCustomDomain")).toMatchObject([{ importId: "account/known" }]);
  });

  it("creates a route for each additional host, with the DNS record that a route requires", async () => {
    const found = await made({ ...ARGS, routes: ["login.example.com/*", "*.auth.example.com/*"] });
    const records = byType(found, "DnsRecord");
    expect(records.map(({ props }) => props)).toEqual(
      ["*.auth.example.com", "login.example.com"].map((name) => ({
        zoneId: "zone",
        type: "AAAA",
        name,
        content: "100::",
        ttl: 1,
        proxied: true,
      })),
    );
    expect(byType(found, "WorkersRoute")).toMatchObject(
      ["*.auth.example.com/*", "login.example.com/*"].map((pattern, index) => ({
        type: "cloudflare:index/workersRoute:WorkersRoute",
        props: { zoneId: "zone", pattern, script: "cf-auth-staging" },
        dependencies: [records[index]?.urn, urnOf(found, "upload")],
      })),
    );
  });

  it("creates one route for a duplicated pattern", async () => {
    const found = await made({ ...ARGS, routes: ["login.example.com/*", "login.example.com/*"] });
    expect(byType(found, "WorkersRoute")).toHaveLength(1);
  });

  it.each([
    ["before registration, if it is not a host", "*/*", "isn't a lower-case host"],
    ["before creation, if it is outside the zone", "login.example.org/*", "outside the zone"],
    ["before creation, if it matches the whole zone", "*.example.com/*", "matches every host"],
  ])("rejects a route %s", async (_, pattern, problem) => {
    const registeredNames: string[] = [];
    const record = ({ name }: { readonly name: string }) => {
      registeredNames.push(name);
      return {};
    };
    const listening = {
      ...answers,
      "cloudflare:index/workersRoute:WorkersRoute": record,
      "cloudflare:index/dnsRecord:DnsRecord": record,
    };
    await expect(made({ ...ARGS, routes: [pattern] }, { answers: listening })).rejects.toThrow(problem);
    expect(registeredNames).toEqual([]);
  });
});
