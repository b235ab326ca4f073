import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { type Registered, registered } from "../../test/registered.ts";
import { parse, readEnvironments } from "../environments/environment.ts";
import { EscEnvironments, type EscEnvironmentsArgs } from "./esc-environments.ts";

const ENVIRONMENT = "pulumiservice:index:Environment";
const SCHEDULE = "pulumiservice:index:EnvironmentRotationSchedule";

async function declared(args: Partial<EscEnvironmentsArgs> = {}) {
  const environments = readEnvironments();
  const found = await registered(
    () => new EscEnvironments("environments", { organization: "acme", environments, ...args }),
  );
  const of = (type: string) => new Map(found.filter((each) => each.type === type).map((each) => [each.name, each]));
  return { environments: of(ENVIRONMENT), schedules: of(SCHEDULE) };
}

const dependencies = (each: Registered | undefined) => each?.dependencies.map((urn) => urn.split("::").at(-1));

describe("the ESC environments", () => {
  it("are declared as written, and are all protected", async () => {
    const { environments } = await declared();
    const written = readEnvironments();
    expect([...environments.keys()].sort()).toEqual(written.map(({ name }) => name).sort());
    for (const { name, yaml } of written) {
      const found = environments.get(name);
      expect(found?.props).toMatchObject({ organization: "acme", project: "cf-auth", name, yaml: { text: yaml } });
      expect([found?.protect, found?.retainOnDelete], name).toEqual([true, true]);
    }
  });

  it("are created after the environments that they import or refer to", async () => {
    const { environments } = await declared();
    expect(dependencies(environments.get("account"))).toEqual([]);
    expect(dependencies(environments.get("base"))).toEqual(["account"]);
    expect(dependencies(environments.get("staging"))).toEqual(["account", "base", "mailer-staging", "secrets-staging"]);
    expect(dependencies(environments.get("preview"))).toEqual(["base", "secrets-preview"]);
  });

  it("are not updated if Pulumi Cloud stores secrets in them", async () => {
    const { environments } = await declared();
    const left = [...environments.values()].filter(({ ignoreChanges }) => ignoreChanges.includes("yaml"));
    const names = ["mailer-production", "mailer-staging"];
    const secrets = ["secrets-dev", "secrets-preview", "secrets-production", "secrets-staging"];
    expect(left.map(({ name }) => name)).toEqual([...names, ...secrets]);
    expect(environments.get("secrets-dev")?.props.yaml).toMatchObject({
      text: expect.stringContaining('JWT_SECRET: ""'),
    });
  });

  it("get a rotation schedule if they rotate a secret", async () => {
    const { schedules } = await declared();
    expect([...schedules.keys()]).toEqual(["mailer-production", "mailer-staging"]);
    const { props, dependencies: urns = [] } = schedules.get("mailer-staging") ?? {};
    expect(props).toEqual({
      organization: "acme",
      project: "cf-auth",
      environment: "mailer-staging",
      scheduleCron: "0 4 1 */2 *",
    });
    expect(urns).toEqual([expect.stringMatching(/Environment::mailer-staging$/)]);
  });

  it("are adopted if they exist", async () => {
    const { environments } = await declared({ adopt: { staging: { id: "acme/cf-auth/staging" } } });
    expect(environments.get("staging")?.importId).toBe("acme/cf-auth/staging");
    expect(environments.get("base")?.importId).toBeUndefined();
  });

  it("are available to permissions only after they exist", async () => {
    let names: Record<string, pulumi.Output<string>> = {};
    await registered(() => {
      names = { ...new EscEnvironments("e", { organization: "acme", environments: readEnvironments() }).names };
    });
    expect(Object.keys(names)).toHaveLength(readEnvironments().length);
  });

  it("are all rejected if one of them is invalid", async () => {
    const environments = [parse("a", "imports: [cf-auth/b]")];
    await expect(declared({ environments })).rejects.toThrow("are invalid:\na: cf-auth/b doesn't exist.");
  });
});
