import { describe, expect, it } from "vitest";
import { service } from "../src/service.ts";
import { readWorkerConfig } from "../src/worker/config.ts";
import { outline } from "./outline.ts";
import { type RunOptions, registered } from "./registered.ts";
import { optionsFor, registeredIn } from "./stacks.ts";

const graphOf = (stack: string, more: Partial<RunOptions>, sources = {}) =>
  registered(() => service(stack, sources), optionsFor(stack, more));

/** Every optional configuration. */
const EVERYTHING: Partial<RunOptions> = {
  config: {
    "cf-auth:mail": "ses",
    "aws:region": "eu-central-1",
    "cf-auth:upload": "wrangler",
    "cf-auth:location": "weur",
    "cf-auth:routes": ["login.customer.example.com/*"],
    "cf-auth:challengeHosts": ["app.example.com"],
    "cf-auth:adopt": { database: { id: "account/database", name: "made-by-hand" }, TENANT_CACHE: { id: "account/kv" } },
  },
  secrets: {
    "cf-auth:BOOTSTRAP_SECRET": "planted-bootstrap-secret",
    "cf-auth:AWS_ACCESS_KEY_ID": "planted-access-key",
    "cf-auth:AWS_SECRET_ACCESS_KEY": "planted-secret-access-key",
  },
};

describe("the whole graph", () => {
  // To accept changes, review them and run `npx vitest run --project infra infra/test/graph.test.ts -u`.
  it.each(["dev", "staging", "production", "pr-12", "account"])("of the stack %s is as reviewed", async (stack) => {
    await expect(outline(await registeredIn(stack))).toMatchFileSnapshot(`graphs/${stack}.txt`);
  });

  it("of a stack with every option is as reviewed", async () => {
    await expect(outline(await graphOf("staging", EVERYTHING))).toMatchFileSnapshot("graphs/everything.txt");
  });

  it("of staging differs from production's in names only", async () => {
    const staging = outline(await registeredIn("staging")).replaceAll("staging", "<stack>");
    const production = outline(await registeredIn("production")).replaceAll("production", "<stack>");
    const limits = (text: string) => text.replaceAll(/"1[23]0(\d)"/g, '"<limit $1>"');
    expect(limits(staging)).toBe(limits(production));
  });
});

describe("a graph", () => {
  it("changes with each planted fault", async () => {
    const config = readWorkerConfig("staging");
    const reviewed = outline(await registeredIn("staging"));
    const [, ...fewer] = config.ratelimits;
    const faults = [
      { config: { ...config, ratelimits: fewer } },
      { config: { ...config, triggers: { crons: [] } } },
      { config: { ...config, observability: { enabled: false } } },
      { config: { ...config, compatibility_flags: [] } },
    ];
    for (const sources of faults) expect(outline(await graphOf("staging", {}, sources))).not.toBe(reviewed);
  });

  it("shows no secret of the stack", async () => {
    for (const upload of ["version", "wrangler"]) {
      const config = { ...EVERYTHING.config, "cf-auth:upload": upload };
      expect(outline(await graphOf("staging", { ...EVERYTHING, config }))).not.toMatch(/planted/);
    }
  });

  it("orders migrations, Worker, host and release", async () => {
    const graph = await registeredIn("production");
    const before = (name: string): string[] => {
      // Resources only: the dependencies of a component don't apply to its children.
      const found = graph.filter((each) => each.name === name && !each.type.startsWith("cf-auth:"));
      expect(found).not.toEqual([]);
      const direct = found.flatMap(({ dependencies }) => dependencies);
      const names = direct.map((urn) => urn.slice(urn.lastIndexOf("::") + 2)).filter((each) => each !== name);
      return [...new Set([...names, ...names.flatMap(before)])];
    };
    expect(before("version")).toEqual(expect.arrayContaining(["migrate", "database", "files"]));
    expect(before("domain-host")).toContain("version");
    expect(before("schedule")).toContain("version");
    expect(before("release")).toEqual(expect.arrayContaining(["domain-host", "version", "migrate"]));
  });
});

describe("an invalid stack configuration", () => {
  it.each([
    ["an invalid account id", { "cf-auth:accountId": "mine" }, "cf-auth:accountId: is not a Cloudflare id"],
    [
      "a host with a scheme",
      { "cf-auth:domain": "https://auth.example.com" },
      "cf-auth:domain: is not a lower-case host",
    ],
    ["an unknown upload mode", { "cf-auth:upload": "ftp" }, "cf-auth:upload: "],
    ["SES without its keys", { "cf-auth:mail": "ses" }, "cf-auth:AWS_ACCESS_KEY_ID: is missing"],
    ["SES without a region", { "cf-auth:mail": "ses" }, "aws:region: is missing"],
    ["an unknown resource to adopt", { "cf-auth:adopt": { databse: { id: "x" } } }, "cf-auth:adopt"],
  ])("is rejected before anything is registered: %s", async (_, config, message) => {
    await expect(graphOf("staging", { config })).rejects.toThrow(message);
  });

  it("is rejected for a secret that an environment defines and nobody set", async () => {
    const secrets = { "cf-auth:JWT_SECRET": "", "cf-auth:BOOTSTRAP_SECRET": "" };
    await expect(graphOf("staging", { secrets })).rejects.toThrow(/- cf-auth:JWT_SECRET: is missing\nSet it in/);
  });

  it("is reported completely, with the file that sets it", async () => {
    const config = { "cf-auth:accountId": "mine", "cf-auth:alertEmail": "nobody" };
    await expect(graphOf("staging", { config })).rejects.toThrow(
      /cf-auth:accountId[\s\S]*cf-auth:alertEmail[\s\S]*infra\/environments\/staging\.yaml/,
    );
  });
});
