import { beforeAll, describe, expect, it } from "vitest";
import { type Registered, registered } from "../../test/registered.ts";
import type { Document, Statement } from "./iam-documents.ts";
import { Identity, type IdentityArgs } from "./identity.ts";

const ARGS: IdentityArgs = {
  organization: "acme",
  repository: "acme/auth",
  awsAccountId: "123456789012",
  awsRegion: "eu-central-1",
  stacks: [
    { stack: "staging", mailDomain: "staging.example.com" },
    { stack: "production", mailDomain: "example.com", mailFrom: "auth@example.com" },
  ],
};
const arn = (kind: string) => ({
  [`aws:iam/${kind}:${kind[0]?.toUpperCase()}${kind.slice(1)}`]: ({ name }: { name: string }) => ({
    arn: `arn of ${name}`,
  }),
});
const answers = { ...arn("openIdConnectProvider"), ...arn("role"), ...arn("user") };
const make = (args: Partial<IdentityArgs> = {}) =>
  registered(() => new Identity("identity", { ...ARGS, ...args }), { stack: "account", answers });

let found: readonly Registered[];
beforeAll(async () => {
  found = await make();
});

const of = (kind: string, all = found) =>
  all.filter(({ type }) => type.toLowerCase().endsWith(`:${kind.toLowerCase()}`));
const one = (kind: string, name: string, all = found) => {
  const resource = of(kind, all).find((each) => each.name === name);
  if (resource === undefined) throw new Error(`There is no ${kind} ${name}.`);
  return resource;
};
const documentOf = ({ props: { assumeRolePolicy, policy } }: Registered): Document =>
  JSON.parse(String(assumeRolePolicy ?? policy));

/** Problems of a policy document in the form that AWS receives. */
function faultsOf(document: Document): string[] {
  return document.Statement.flatMap((statement) => {
    const equals: Readonly<Record<string, string>> = statement.Condition?.StringEquals ?? {};
    const claims = Object.keys(equals).map((key) => key.slice(key.lastIndexOf(":") + 1));
    const lacking = statement.Principal === undefined ? [] : ["aud", "sub"].filter((claim) => !claims.includes(claim));
    return [
      ...lacking.map((claim) => `accepts any ${claim}`),
      ...(JSON.stringify(statement).includes("*") ? ["a wildcard"] : []),
      ...(Object.keys(statement.Condition ?? {}).every((test) => test === "StringEquals")
        ? []
        : ["not compared exactly"]),
      ...(statement.Principal === undefined && statement.Resource === undefined ? ["no resource"] : []),
    ];
  });
}

const documents = () => found.filter(({ props }) => "policy" in props || "assumeRolePolicy" in props);

describe("trust and permissions", () => {
  it("are exact in every document", () => {
    expect(documents()).toHaveLength(2 * (3 * 2 + 1));
    for (const resource of documents()) expect(faultsOf(documentOf(resource)), resource.urn).toEqual([]);
  });

  const trusted = () =>
    structuredClone(documentOf(one("role", "cf-auth-pulumi-staging"))) as unknown as MutableDocument;
  it.each<[string, (statement: MutableDocument["Statement"][number]) => void, string]>([
    ["an action on all resources", (statement) => (statement.Action = "sts:*"), "a wildcard"],
    ["a wildcard subject", (statement) => (equalsOf(statement)["api.pulumi.com/oidc:sub"] = "pulumi:*"), "a wildcard"],
    ["no audience", (statement) => delete equalsOf(statement)["api.pulumi.com/oidc:aud"], "accepts any aud"],
    ["no subject", (statement) => delete equalsOf(statement)["api.pulumi.com/oidc:sub"], "accepts any sub"],
    ["no condition", (statement) => delete statement.Condition, "accepts any aud"],
    ["a condition with a pattern", (statement) => (statement.Condition = { StringLike: {} }), "not compared exactly"],
    ["no resource", (statement) => delete statement.Principal, "no resource"],
  ])("are reported if a document has %s", (_, plant, fault) => {
    const document = trusted();
    for (const statement of document.Statement) plant(statement);
    expect(faultsOf(document as unknown as Document)).toContain(fault);
  });
});

describe("a stack", () => {
  it("grants a stack's ESC environment the management of its own mail domain only", () => {
    const [trust] = documentOf(one("role", "cf-auth-pulumi-staging")).Statement;
    expect(trust).toMatchObject({
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: "arn of pulumi" },
      Condition: {
        StringEquals: {
          "api.pulumi.com/oidc:aud": "aws:acme",
          "api.pulumi.com/oidc:sub":
            "pulumi:environments:pulumi.organization.login:acme:currentEnvironment.name:cf-auth/staging",
        },
      },
    });
    const [may] = documentOf(one("rolePolicy", "cf-auth-pulumi-staging")).Statement;
    expect(may?.Resource).toBe("arn:aws:ses:eu-central-1:123456789012:identity/staging.example.com");
    expect(actionsOf(may).filter((action) => !action.startsWith("ses:") || action.includes("Send"))).toEqual([]);
  });

  it("creates a mailer that sends from one email, with keys that only its ESC environment can create", () => {
    const mailer = "arn:aws:iam::123456789012:user/cf-auth-mailer-production";
    expect(documentOf(one("userPolicy", "cf-auth-mailer-production")).Statement).toEqual([
      {
        Effect: "Allow",
        Action: "ses:SendEmail",
        Resource: "arn:aws:ses:eu-central-1:123456789012:identity/example.com",
        Condition: { StringEquals: { "ses:FromAddress": "auth@example.com" } },
      },
    ]);
    const makers = of("rolePolicy").filter((policy) => JSON.stringify(policy.props).includes("AccessKey"));
    expect(makers.map(({ name }) => name)).toEqual(["cf-auth-rotator-production", "cf-auth-rotator-staging"]);
    expect(documentOf(one("rolePolicy", "cf-auth-rotator-production")).Statement[0]?.Resource).toBe(mailer);
    expect(JSON.stringify(one("role", "cf-auth-rotator-production").props)).toContain("cf-auth/mailer-production");
  });

  it("grants jobs of the environment drift read access only", () => {
    const [trust] = documentOf(one("role", "cf-auth-github-staging")).Statement;
    expect(trust).toMatchObject({
      Principal: { Federated: "arn of github" },
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:acme/auth:environment:drift",
        },
      },
    });
    expect(actionsOf(documentOf(one("rolePolicy", "cf-auth-github-staging")).Statement[0])).toEqual([
      "ses:GetEmailIdentity",
    ]);
  });

  it("returns the ARNs of roles and mailers", () => {
    expect(one("Identity", "identity").outputs).toMatchObject({
      roles: {
        staging: {
          pulumi: "arn of cf-auth-pulumi-staging",
          rotator: "arn of cf-auth-rotator-staging",
          github: "arn of cf-auth-github-staging",
        },
      },
      mailers: { production: "arn of cf-auth-mailer-production" },
    });
  });
});

describe("the account", () => {
  it("protects and retains the OpenID providers and the mailers", () => {
    const providers = of("openIdConnectProvider").map(({ props: { url, clientIdLists } }) => [url, clientIdLists]);
    expect(providers).toEqual([
      ["https://token.actions.githubusercontent.com", ["sts.amazonaws.com"]],
      ["https://api.pulumi.com/oidc", ["aws:acme"]],
    ]);
    for (const { protect, retainOnDelete } of [...of("openIdConnectProvider"), ...of("user")]) {
      expect([protect, retainOnDelete]).toEqual([true, true]);
    }
  });

  it("adopts an existing provider with its other audiences", async () => {
    const id = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
    const adopting = await make({ adopt: { github: { id } } });
    expect(one("openIdConnectProvider", "github", adopting)).toMatchObject({
      importId: id,
      ignoreChanges: ["thumbprintLists", "clientIdLists", "tags"],
    });
    expect(one("openIdConnectProvider", "pulumi", adopting).importId).toBeUndefined();
  });

  it("stores no key in its state", () => {
    expect(of("accessKey")).toEqual([]);
    expect(found.flatMap(({ secrets }) => secrets)).toEqual([]);
  });
});

/** A policy document that tests modify. */
interface MutableDocument {
  Statement: { Action?: unknown; Principal?: unknown; Condition?: Record<string, Record<string, string>> }[];
}

function equalsOf({ Condition }: MutableDocument["Statement"][number]): Record<string, string> {
  return Condition?.StringEquals ?? {};
}

function actionsOf(statement: Statement | undefined): readonly string[] {
  const actions = statement?.Action ?? [];
  return typeof actions === "string" ? [actions] : actions;
}
