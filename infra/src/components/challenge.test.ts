import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { registered } from "../../test/registered.ts";
import { Challenge, type ChallengeArgs } from "./challenge.ts";

const ARGS: ChallengeArgs = {
  stack: "staging",
  accountId: "account",
  challengeHosts: ["b.example.com", "a.example.com"],
  adopt: {},
};
const WIDGET = "cloudflare:index/turnstileWidget:TurnstileWidget";
const answers = { [WIDGET]: () => ({ sitekey: "0x-site", secret: "0x-secret" }) };

/** A Worker with the challenge's variables and secrets. */
class Worker extends pulumi.CustomResource {
  constructor(name: string, { vars, secrets }: Challenge) {
    super("test:index:Worker", name, { ...vars, ...secrets });
  }
}

const made = (args: ChallengeArgs) =>
  registered(() => new Worker("worker", new Challenge("challenge", args)), { answers, stack: args.stack });

describe("the Turnstile challenge", () => {
  it("creates a managed widget for the hosts of the apps", async () => {
    const found = await made({ ...ARGS, challengeHosts: [...ARGS.challengeHosts, "a.example.com"] });
    expect(found.find(({ type }) => type === WIDGET)).toMatchObject({
      props: {
        accountId: "account",
        name: "cf-auth-challenge-staging",
        domains: ["a.example.com", "b.example.com"],
        mode: "managed",
      },
      parent: found.find(({ type }) => type === "cf-auth:infra:Challenge")?.urn,
    });
  });

  it("passes the site key as a variable and the secret as a secret to the Worker", async () => {
    const worker = (await made(ARGS)).find(({ name }) => name === "worker");
    expect(worker?.props).toEqual({ TURNSTILE_SITE_KEY: "0x-site", TURNSTILE_SECRET_KEY: "0x-secret" });
    expect(worker?.secrets).toEqual(["TURNSTILE_SECRET_KEY"]);
  });

  it("adopts an existing widget", async () => {
    const found = await made({ ...ARGS, adopt: { challenge: { id: "account/0x-site" } } });
    expect(found.find(({ type }) => type === WIDGET)?.importId).toBe("account/0x-site");
  });

  it("creates nothing without app hosts", async () => {
    const found = await made({ ...ARGS, challengeHosts: [] });
    expect(found.map(({ name }) => name).sort()).toEqual(["challenge", "worker"]);
    expect(found.find(({ name }) => name === "worker")?.props).toEqual({});
  });
});
