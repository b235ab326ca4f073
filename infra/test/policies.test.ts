import { beforeAll, describe, expect, it } from "vitest";
import { type Graph, graphOf, type PolicyResource } from "../policy/rule.ts";
import { violations } from "../policy/rules.ts";
import { service } from "../src/service.ts";
import { D1, ROLE, VERSION, WORKER } from "./policy-cases.ts";
import { registered } from "./registered.ts";
import { ANSWERS, optionsFor, registeredIn, SECRETS } from "./stacks.ts";

const read = async (stack: string) => graphOf(stack, await registeredIn(stack));

const IDENTITY = "aws:sesv2/emailIdentity:EmailIdentity";
const WIDGET = "cloudflare:index/turnstileWidget:TurnstileWidget";

describe("all rules pass", () => {
  it.each(["dev", "staging", "production", "pr-12"])("for the service stack %s", async (stack) => {
    const graph = await read(stack);
    expect(graph.resources.some(({ type }) => type === VERSION)).toBe(true);
    expect(violations(graph)).toEqual([]);
  });

  it("for the stack account", async () => {
    const graph = await read("account");
    expect(graph.resources.some(({ type }) => type === ROLE)).toBe(true);
    expect(violations(graph)).toEqual([]);
  });

  it("with SES, a challenge and wrangler uploads", async () => {
    const hosts = JSON.stringify(["app.example.com"]);
    const config = { "cf-auth:mail": "ses", "cf-auth:upload": "wrangler", "cf-auth:challengeHosts": hosts };
    const keys = { "cf-auth:AWS_ACCESS_KEY_ID": "planted-id", "cf-auth:AWS_SECRET_ACCESS_KEY": "planted-access-key" };
    const identity = () => ({ dkimSigningAttributes: { tokens: ["a", "b", "c"] } });
    const options = {
      ...optionsFor("production", { config: { ...config, "aws:region": "eu-central-1" }, secrets: keys }),
      answers: { ...ANSWERS, [IDENTITY]: identity, [WIDGET]: () => ({ sitekey: "shown", secret: "planted-secret" }) },
    };
    const found = await registered(() => service("production"), options);
    expect(found.map(({ type }) => type)).toEqual(expect.arrayContaining([IDENTITY, WIDGET]));
    expect(violations(graphOf("production", found))).toEqual([]);
  });

  it("if adopted resources retain their names", async () => {
    const config = { "cf-auth:adopt": { database: { id: "a/b", name: "by-hand" } } };
    const found = await registered(() => service("staging"), optionsFor("staging", { config }));
    expect(found.find(({ type }) => type === D1)).toMatchObject({ props: { name: "by-hand" }, importId: "a/b" });
    expect(violations(graphOf("staging", found))).toEqual([]);
  });
});

describe("a planted fault is the only violation", () => {
  let staging: Graph;
  beforeAll(async () => {
    staging = await read("staging");
  });

  type Change = (resource: PolicyResource) => Partial<PolicyResource>;
  const props =
    (more: Record<string, unknown>): Change =>
    (resource) => ({ props: { ...resource.props, ...more } });
  const bindings =
    (change: (all: unknown[]) => unknown[]): Change =>
    (resource) => ({ props: { ...resource.props, bindings: change(resource.props.bindings as unknown[]) } });
  const secret = SECRETS["cf-auth:JWT_SECRET"];

  it.each<[rule: string, type: string, Change]>([
    ["state-is-protected", D1, () => ({ protect: false })],
    ["state-is-retained", D1, () => ({ retainOnDelete: false })],
    ["state-is-protected", WORKER, () => ({ protect: false })],
    ["read-replication-is-set", D1, props({ readReplication: undefined })],
    ["names-follow-convention", D1, props({ name: "cf-auth-production" })],
    ["no-workers-dev-hosts", WORKER, props({ subdomain: { enabled: true, previewsEnabled: false } })],
    ["observability-is-on", WORKER, props({ observability: undefined })],
    ["bindings-are-sorted", VERSION, bindings(([first, second, ...rest]) => [second, first, ...rest])],
    [
      "durable-objects-on-sqlite",
      VERSION,
      props({ exports: { GraphState: { type: "durable-object", storage: "sqlite" } } }),
    ],
    [
      "no-secret-in-plain-text",
      VERSION,
      bindings((all) => [...all, { name: "ZZ_SECRET", type: "plain_text", text: "" }]),
    ],
    ["compatibility-date-is-tested", VERSION, props({ compatibilityDate: "2027-01-01" })],
    ["secrets-are-marked", VERSION, props({ annotations: { message: secret } })],
  ])("reports %s for %s", (rule, type, change) => {
    const resources = staging.resources.map((each) => (each.type === type ? { ...each, ...change(each) } : each));
    const found = violations({ ...staging, resources });
    expect(found.map((violation) => violation.rule)).toEqual([rule]);
  });

  it("reports secrets-are-marked if no secret of the Worker is marked", () => {
    const resources = staging.resources.map((each) => ({ ...each, secrets: [] }));
    const found = violations({ ...staging, resources });
    expect(new Set(found.map(({ rule }) => rule))).toEqual(new Set(["secrets-are-marked"]));
    expect(found.length).toBeGreaterThan(Object.keys(SECRETS).length - 1);
  });
});
