import { describe, expect, it } from "vitest";
import { registered } from "../../test/registered.ts";
import { type Deployer, PulumiAccess, type PulumiAccessArgs } from "./pulumi-access.ts";

const MAIN = "refs/heads/main";
const deployers: readonly Deployer[] = [
  { name: "preview", access: "create", environments: ["preview"] },
  { name: "production", access: "edit", environments: ["production"], ref: MAIN },
  { name: "drift", access: "read", environments: ["staging", "production"], ref: MAIN },
];
const OPENED = {
  dev: { dev: "dev" },
  preview: { preview: "preview", base: "base" },
  staging: { staging: "staging", base: "base" },
  production: { production: "production", base: "base", secrets: "secrets-production" },
};
const opened = (environment: keyof typeof OPENED) => OPENED[environment];
const ARGS = { organization: "acme", repository: "acme/cf-auth", repositoryId: "7", deployers, opened };
const answers = {
  "pulumiservice:index:buildAllowPermissions": ({ inputs }: { inputs: Readonly<Record<string, unknown>> }) => ({
    permissions: { __type: "PermissionDescriptorAllow", ...inputs },
  }),
  "pulumiservice:index:OrganizationRole": () => ({ roleId: "role-1" }),
};

async function granted(more: Partial<PulumiAccessArgs> = {}) {
  const found = await registered(() => new PulumiAccess("access", { ...ARGS, ...more }), { answers });
  const of = (kind: string) => found.filter(({ type }) => type === `pulumiservice:index:${kind}`);
  return { found, of };
}

/** Matches a claim as Pulumi Cloud's policies do, in which `*`, `?` and `.` are wildcards. */
function allows(rules: Readonly<Record<string, string>>, token: Readonly<Record<string, string>>): boolean {
  const pattern = (rule: string) =>
    new RegExp(
      `^${rule
        .replace(/[/:+^$()|[\]{}\\]/g, "\\$&")
        .replace(/\*/g, ".*")
        .replace(/\?/g, ".?")}$`,
    );
  return Object.entries(rules).every(([claim, rule]) => pattern(rule).test(token[claim] ?? ""));
}

interface Policy {
  readonly decision: string;
  readonly tokenType: string;
  readonly teamName: string;
  readonly rules: Record<string, string>;
}

/** Teams whose token a job can get. */
async function teamsFor(claims: Readonly<Record<string, string>>): Promise<string[]> {
  const [issuer] = (await granted()).of("OidcIssuer");
  // As declared in the resource.
  const policies = issuer?.props.policies as Policy[];
  const token = { aud: "urn:pulumi:org:acme", repository: "acme/cf-auth", repository_id: "7", ref: MAIN, ...claims };
  return policies.filter(({ rules }) => allows(rules, token)).map(({ teamName }) => teamName);
}

describe("a GitHub job", () => {
  it.each([
    ["gets the token of production's team on main", { environment: "production" }, ["cf-auth-production"]],
    ["gets nothing for production from another branch", { environment: "production", ref: "refs/heads/mine" }, []],
    ["gets nothing for production from a tag named main", { environment: "production", ref: "refs/tags/main" }, []],
    [
      "gets the token of a pull request's team from any branch",
      { environment: "preview", ref: "refs/pull/7/merge" },
      ["cf-auth-preview"],
    ],
    ["gets the token of a read-only team", { environment: "drift" }, ["cf-auth-drift"]],
    ["gets nothing without an environment", {}, []],
    ["gets nothing in another repository", { environment: "preview", repository: "acme/cf-auth-2" }, []],
    ["gets nothing in a repository that reuses the name", { environment: "preview", repository_id: "8" }, []],
    ["gets nothing with a token for another audience", { environment: "preview", aud: "sts.amazonaws.com" }, []],
  ])("%s", async (_, claims: Record<string, string>, teams) => {
    expect(await teamsFor(claims)).toEqual(teams);
  });

  it("gets the token of its team only, for two hours", async () => {
    const [issuer] = (await granted()).of("OidcIssuer");
    expect(issuer?.props).toMatchObject({
      organization: "acme",
      url: "https://token.actions.githubusercontent.com",
      maxExpirationSeconds: 7200,
    });
    const policies = issuer?.props.policies as Policy[];
    expect(policies.map(({ decision, tokenType }) => `${decision} ${tokenType}`)).toEqual(Array(3).fill("allow team"));
  });
});

describe("a team", () => {
  it("can open the environments of its stack only", async () => {
    const grants = (await granted()).of("TeamEnvironmentPermission").map(({ props }) => props);
    expect(grants.every(({ project, permission }) => project === "cf-auth" && permission === "open")).toBe(true);
    const of = (name: string) =>
      grants.filter(({ team }) => team === `cf-auth-${name}`).map(({ environment }) => environment);
    expect(of("preview").sort()).toEqual(["base", "preview"]);
    expect(of("production").sort()).toEqual(["base", "production", "secrets-production"]);
    expect(of("drift").sort()).toEqual(["base", "production", "secrets-production", "staging"]);
    expect(grants).toHaveLength(9);
  });

  it("can deploy or read its stack, and can't delete it", async () => {
    const grants = (await granted()).of("TeamStackPermission");
    expect(grants.map(({ props: { team, stack, permission } }) => [team, stack, permission])).toEqual([
      ["cf-auth-drift", "production", 101],
      ["cf-auth-drift", "staging", 101],
      ["cf-auth-production", "production", 102],
    ]);
    expect(grants.every(({ dependencies }) => dependencies.some((urn) => /:Stack::stack-/.test(urn)))).toBe(true);
  });

  it("can create stacks only if it deploys pull requests", async () => {
    const { of } = await granted();
    const [role] = of("OrganizationRole");
    expect(role?.props.permissions).toEqual({ __type: "PermissionDescriptorAllow", permissions: ["stack:create"] });
    expect(of("TeamRoleAssignment").map(({ props }) => props)).toEqual([
      { organizationName: "acme", teamName: "cf-auth-preview", roleId: "role-1" },
    ]);
  });

  it("has no members, including its creator", async () => {
    const teams = (await granted()).of("Team");
    expect(teams.map(({ props }) => [props.name, props.members])).toEqual([
      ["cf-auth-drift", []],
      ["cf-auth-preview", []],
      ["cf-auth-production", []],
    ]);
    expect(teams.every(({ ignoreChanges }) => ignoreChanges.includes("members"))).toBe(true);
  });
});

it("protects deployed stacks and creates them before their permissions", async () => {
  const stacks = (await granted()).of("Stack");
  expect(stacks.map(({ name, protect, retainOnDelete }) => [name, protect, retainOnDelete])).toEqual([
    ["stack-production", true, true],
    ["stack-staging", true, true],
  ]);
});

it("issues tokens only after all permissions exist", async () => {
  const { found, of } = await granted();
  const grants = found.filter(({ type }) => /Permission$|RoleAssignment$/.test(type)).map(({ urn }) => urn);
  expect(grants).toHaveLength(13);
  expect(of("OidcIssuer")[0]?.dependencies).toEqual(expect.arrayContaining(grants));
});

it("adopts existing resources", async () => {
  const adopt = { issuer: { id: "i" }, "stack-staging": { id: "s" }, "team-drift": { id: "t" } };
  const { found } = await granted({ adopt });
  const ids = found.filter(({ importId }) => importId !== undefined).map(({ name, importId }) => [name, importId]);
  expect(Object.fromEntries(ids)).toEqual({ github: "i", "stack-staging": "s", "team-drift": "t" });
});
