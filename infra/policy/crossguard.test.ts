import type { PolicyPackArgs, PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { D1, ROLE, resource, VERSION, WORKER } from "../test/policy-cases.ts";
import { policiesOf } from "./crossguard.ts";
import type { PolicyResource as Resource } from "./rule.ts";
import { RULES } from "./rules.ts";

/** Captures the pack instead of serving it: a real pack starts a server and prints its port when constructed. */
const packs = vi.hoisted(() => [] as (readonly [name: string, args: PolicyPackArgs])[]);
vi.mock("@pulumi/policy", () => ({
  PolicyPack: class {
    constructor(name: string, args: PolicyPackArgs) {
      packs.push([name, args]);
    }
  },
}));

type Reported = { readonly policy: string; readonly message: string; readonly urn: string | undefined };

/**
 * Violations that the policies report for resources as CrossGuard passes them: without secret marks and
 * `retainOnDelete`.
 */
function reported({ policies }: PolicyPackArgs, resources: readonly Resource[]): Reported[] {
  const found: Reported[] = [];
  const inputs = resources.map(({ urn, type, name, props, protect }) => ({
    urn,
    type,
    name,
    props,
    opts: { protect },
  }));
  for (const policy of policies) {
    const report = (message: string, urn?: string) => found.push({ policy: policy.name, message, urn });
    // The rules read no other fields of CrossGuard's arguments.
    if ("validateStack" in policy)
      policy.validateStack({ resources: inputs as unknown as PolicyResource[] } as never, report);
    else if (typeof policy.validateResource === "function")
      for (const each of inputs) policy.validateResource(each as unknown as ResourceValidationArgs, report);
  }
  return found;
}

const applied = RULES.filter(({ requires }) => requires === undefined);

describe("the policy pack", () => {
  beforeAll(() => import("./main.ts"));

  it("contains every rule that CrossGuard has the data for, all of them mandatory", () => {
    const [[name, args] = []] = packs;
    expect(packs).toHaveLength(1);
    expect(name).toBe("cf-auth");
    expect(args?.policies.map((policy) => policy.name)).toEqual(applied.map((rule) => rule.name));
    expect(args?.policies.every(({ enforcementLevel }) => enforcementLevel === "mandatory")).toBe(true);
  });

  it("leaves rules that need data CrossGuard lacks to the tests", () => {
    const left = RULES.filter(({ requires }) => requires !== undefined);
    expect(left.map(({ name, requires }) => `${name}: ${requires}`)).toEqual([
      "state-is-retained: retainOnDelete",
      "secrets-are-marked: secrets",
    ]);
  });

  const name = "cf-auth-staging";
  const sqlite = { type: "durable-object", storage: "sqlite" };
  const shut = { enabled: false, previewsEnabled: false };
  const database = { name, readReplication: { mode: "disabled" } };
  const worker = { name, subdomain: shut, observability: { enabled: true } };
  const version = { compatibilityDate: "2026-01-01", exports: { A: sqlite }, bindings: [] };
  const valid = [resource(D1, database), resource(WORKER, worker), resource(VERSION, version)];
  const trusting = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" }] });

  it("reports nothing for valid resources", () => {
    const [[, args] = []] = packs;
    expect(args && reported(args, valid)).toEqual([]);
  });

  it.each<[string, Resource]>([
    ["known-resource-types", resource("aws:s3/bucket:Bucket")],
    ["state-is-protected", resource(D1, { ...database, name: `cf-auth-b-staging` }, { protect: false })],
    ["names-follow-convention", resource(D1, { ...database, name: "other" })],
    ["names-are-distinct", resource(D1, database, { name: "second" })],
    ["no-public-bucket", resource("cloudflare:index/r2ManagedDomain:R2ManagedDomain", { enabled: true })],
    [
      "no-workers-dev-hosts",
      resource(WORKER, { ...worker, name: "cf-auth-b-staging", subdomain: { ...shut, enabled: true } }),
    ],
    [
      "no-wildcard-permissions",
      resource(ROLE, { name, assumeRolePolicy: { Statement: [] }, managedPolicyArns: ["arn:aws:iam::aws:policy/X"] }),
    ],
    ["trust-is-exact", resource(ROLE, { name, assumeRolePolicy: trusting })],
    [
      "no-secret-in-plain-text",
      resource(VERSION, { ...version, bindings: [{ type: "plain_text", name: "A_SECRET" }] }),
    ],
    ["read-replication-is-set", resource(D1, { name: "cf-auth-b-staging" })],
    ["durable-objects-on-sqlite", resource(VERSION, { ...version, exports: { A: { type: "durable-object" } } })],
    ["bindings-are-sorted", resource(VERSION, { ...version, bindings: [{ name: "B" }, { name: "A" }] })],
    ["compatibility-date-is-tested", resource(VERSION, { ...version, compatibilityDate: "9999-01-01" })],
    ["observability-is-on", resource(WORKER, { ...worker, name: "cf-auth-b-staging", observability: {} })],
  ])("reports a violation of %s with the URN of the resource", (policy, invalid) => {
    const [[, args] = []] = packs;
    const found = args && reported(args, [...valid, invalid]);
    expect(found).toEqual([{ policy, urn: invalid.urn, message: expect.stringMatching(/: /) }]);
    expect(applied.map(({ name }) => name)).toContain(policy);
  });
});

it("lets an adopted resource keep the name in the stack's configuration", () => {
  const policies = policiesOf(RULES, (stack) => new Set(stack === "staging" ? ["by-hand"] : []));
  const props = { name: "by-hand", readReplication: { mode: "auto" } };
  const of = (stack: string) => reported({ policies }, [resource(D1, props, { stack })]).map(({ policy }) => policy);
  expect(of("staging")).toEqual([]);
  expect(of("production")).toEqual(["names-follow-convention"]);
});
