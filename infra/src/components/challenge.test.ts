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

/** A Worker, as it is given both. */
class Worker extends pulumi.CustomResource {
  constructor(name: string, { vars, secrets }: Challenge) {
    super("test:index:Worker", name, { ...vars, ...secrets });
  }
}

const made = (args: ChallengeArgs) =>
  registered(() => new Worker("worker", new Challenge("challenge", args)), { answers, stack: args.stack });

describe("the challenge", () => {
  it("is a widget of the apps' hosts, of which Cloudflare chooses the way", async () => {
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

  it("gives the Worker a key to show and a secret to keep", async () => {
    const worker = (await made(ARGS)).find(({ name }) => name === "worker");
    expect(worker?.props).toEqual({ TURNSTILE_SITE_KEY: "0x-site", TURNSTILE_SECRET_KEY: "0x-secret" });
    expect(worker?.secrets).toEqual(["TURNSTILE_SECRET_KEY"]);
  });

  it("is taken over where it is there already", async () => {
    const found = await made({ ...ARGS, adopt: { challenge: { id: "account/0x-site" } } });
    expect(found.find(({ type }) => type === WIDGET)?.importId).toBe("account/0x-site");
  });

  it("is nothing where no app shows it", async () => {
    const found = await made({ ...ARGS, challengeHosts: [] });
    expect(found.map(({ name }) => name).sort()).toEqual(["challenge", "worker"]);
    expect(found.find(({ name }) => name === "worker")?.props).toEqual({});
  });
});
