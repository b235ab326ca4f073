import { describe, expect, it } from "vitest";
import { opened } from "../test/environments/opened.ts";
import { registered } from "../test/registered.ts";
import { account, readAccountConfig } from "./account.ts";
import { readEnvironments } from "./environments/environment.ts";
import { nameFor } from "./names.ts";

const answers = { "pulumiservice:index:buildAllowPermissions": () => ({ permissions: {} }) };

/** Configuration that `Pulumi.account.yaml` provides. */
const accountConfig = () => opened("account").pulumiConfig as Record<string, unknown>;
const run = (config = accountConfig()) => registered(() => account(), { stack: "account", config, answers });

describe("the stack account", () => {
  it("is built from its environment", async () => {
    const found = await run();
    const names = found.filter(({ type }) => type === "pulumiservice:index:Environment").map(({ name }) => name);
    expect(names).toHaveLength(readEnvironments().length);
    const teams = found.filter(({ type }) => type === "pulumiservice:index:Team").map(({ props }) => props.name);
    expect(teams).toEqual([
      "cf-auth-drift",
      "cf-auth-preview",
      "cf-auth-production",
      "cf-auth-rotate",
      "cf-auth-staging",
    ]);
  });

  it("adopts the environment that it reads its own configuration from", async () => {
    const found = await run();
    const imported = found.filter(({ importId }) => importId !== undefined);
    expect(imported.map(({ name, importId }) => [name, importId])).toEqual([["account", "example/cf-auth/account"]]);
  });

  it("lets a deployer of one stack open only that stack's secrets, and only the rotations write them", async () => {
    const found = await run();
    const grants = found.filter(({ type }) => type === "pulumiservice:index:TeamEnvironmentPermission");
    const secrets = grants.filter(({ props }) => String(props.environment).startsWith("secrets-"));
    const granted = secrets.map(({ props }) => `${props.team} ${props.permission} ${props.environment}`);
    expect(granted.sort()).toEqual([
      "cf-auth-drift open secrets-production",
      "cf-auth-drift open secrets-staging",
      "cf-auth-preview open secrets-preview",
      "cf-auth-production open secrets-production",
      "cf-auth-rotate write secrets-production",
      "cf-auth-rotate write secrets-staging",
      "cf-auth-staging open secrets-staging",
    ]);
    expect(grants.filter(({ props }) => props.permission === "write")).toHaveLength(2);
  });

  it("lets stacks with SES log in to AWS, and accepts the workflows of this repository only", async () => {
    const found = await run({ ...accountConfig(), "cf-auth:repositoryId": "34", "cf-auth:ownerId": "12" });
    const roles = found.filter(({ type }) => type === "aws:iam/role:Role");
    expect(roles.map(({ props }) => props.name).sort()).toEqual(
      ["production", "staging"]
        .flatMap((stack) => ["github", "pulumi", "rotator"].map((word) => nameFor(stack, word)))
        .sort(),
    );
    const github = roles.find(({ props }) => props.name === nameFor("staging", "github"));
    expect(String(github?.props.assumeRolePolicy)).toContain("repo:example@12/cf-auth@34:environment:drift");
    const plain = await run({ ...accountConfig(), "cf-auth:ownerId": "" });
    const documents = plain.map(({ props }) => String(props.assumeRolePolicy)).join();
    expect(documents).toContain("repo:example/cf-auth:environment:drift");
  });

  it("rejects an invalid configuration, and names the file that sets it", async () => {
    const config = {
      ...accountConfig(),
      "cf-auth:repository": "cf-auth",
      "cf-auth:awsAccountId": 0,
      "cf-auth:organization": "",
    };
    const reading = registered(() => readAccountConfig(), { stack: "account", config });
    await expect(reading).rejects.toThrow(
      /- cf-auth:organization: .*\n- cf-auth:repository: is not owner\/name.*\n- cf-auth:awsAccountId: .*\nSet it in .*account\.yaml/,
    );
  });
});
