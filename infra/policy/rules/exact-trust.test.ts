import { describe, expect, it } from "vitest";
import { messagesOf, ROLE, resource } from "../../test/policy-cases.ts";
import { exactTrust } from "./exact-trust.ts";

const ISSUER = "token.actions.githubusercontent.com";
const AUD = { [`${ISSUER}:aud`]: "sts.amazonaws.com" };
const SUB = { [`${ISSUER}:sub`]: "repo:acme/cf-auth:environment:production" };
const Principal = { Federated: `arn:aws:iam::123456789012:oidc-provider/${ISSUER}` };
const trust = (condition: unknown, more: Record<string, unknown> = {}) => ({
  Effect: "Allow",
  Action: "sts:AssumeRoleWithWebIdentity",
  Principal,
  Condition: condition,
  ...more,
});
const check = (...statements: unknown[]) => {
  const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return messagesOf(exactTrust, [resource(ROLE, { assumeRolePolicy })]);
};
const any = (claim: string) =>
  `It accepts tokens with any ${claim}: require <issuer>:${claim} in StringEquals, without wildcards.`;
const both = [any("aud"), any("sub")];

describe("a role", () => {
  it.each([
    [trust({ StringEquals: { ...AUD, ...SUB } })],
    [trust({ StringEquals: { ...AUD, [`${ISSUER}:sub`]: ["repo:a/b:environment:a", "repo:a/b:environment:b"] } })],
    [trust({ StringEquals: { ...AUD, ...SUB }, StringLike: { [`${ISSUER}:ref`]: "refs/heads/*" } })],
    [trust({ StringEquals: { ...AUD, ...SUB } }, { Principal: {} })],
    [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
    [{ Effect: "Deny", Action: "sts:AssumeRoleWithWebIdentity", Principal: "*" }],
  ])("accepts an exact trust policy: %j", (statement) => {
    expect(check(statement)).toEqual([]);
  });

  const other = "api.pulumi.com/oidc";
  it.each<[unknown, string[]]>([
    [trust(undefined), both],
    [trust({ StringEquals: AUD }), [any("sub")]],
    [trust({ StringEquals: SUB }), [any("aud")]],
    [trust({ StringEquals: AUD, StringLike: SUB }), [any("sub")]],
    [trust({ StringEquals: AUD, StringLike: { [`${ISSUER}:sub`]: "repo:acme/*" } }), [any("sub")]],
    [trust({ StringEquals: { ...AUD, [`${ISSUER}:sub`]: "repo:acme/*" } }), [any("sub")]],
    [trust({ StringEquals: { ...AUD, [`${ISSUER}:sub`]: ["repo:a/b:environment:a", "*"] } }), [any("sub")]],
    [trust({ StringEquals: { ...AUD, [`${ISSUER}:sub`]: [] } }), [any("sub")]],
    [trust({ StringEquals: { ...AUD, [`${ISSUER}:sub`]: "" } }), [any("sub")]],
    [trust({ StringEqualsIfExists: { ...AUD, ...SUB } }), both],
    [trust({ "ForAllValues:StringEquals": { ...AUD, ...SUB } }), both],
    [trust({ StringNotEquals: { ...AUD, ...SUB } }), both],
    [trust({ StringEquals: { [`${other}:aud`]: "a", [`${other}:sub`]: "b" } }), both],
    [trust({ StringEquals: {} }, { Principal: {} }), both],
    [trust({}, { Action: "sts:*" }), both],
    [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" }, ["It trusts everyone: name the Principal."]],
    [
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: ["a", "*"] } },
      ["It trusts everyone: name the Principal."],
    ],
    [
      { Effect: "Allow", Action: "sts:AssumeRole", NotPrincipal: { AWS: "a" } },
      ["It trusts every principal that it doesn't name: set Principal and Action."],
    ],
  ])("rejects an inexact trust policy: %j", (statement, messages) => {
    expect(check(statement)).toEqual(messages);
  });

  it("checks each statement of a trust policy, and rejects a policy that can't be parsed", () => {
    expect(check(trust({ StringEquals: { ...AUD, ...SUB } }), trust({}))).toEqual(both);
    expect(messagesOf(exactTrust, [resource(ROLE, { assumeRolePolicy: "no JSON" })])).toEqual([
      "The trust policy can't be parsed: use JSON, or an object with Statement.",
    ]);
  });
});

describe("an OIDC issuer of Pulumi Cloud", () => {
  const issuer = (rules: Record<string, string>, decision = "allow") =>
    messagesOf(exactTrust, [resource("pulumiservice:index:OidcIssuer", { policies: [{ decision, rules }] })]);
  const aud = "urn:pulumi:org:acme";
  const sub = "repo:acme/cf-auth:environment:staging";

  it.each([
    { aud, sub },
    { aud, repository: "acme/cf-auth", repository_id: "7", environment: "staging" },
  ])("accepts the rules %j", (rules) => {
    expect(issuer(rules)).toEqual([]);
  });

  it.each([
    [{ sub }, ["It accepts tokens with any aud: require aud in rules."]],
    [{ aud }, ["It accepts tokens with any sub: require sub in rules, or repository and environment."]],
    [
      { aud, repository: "acme/cf-auth" },
      ["It accepts tokens with any sub: require sub in rules, or repository and environment."],
    ],
    [{ aud, sub: "repo:acme/*" }, ["It accepts tokens whose sub matches repo:acme/*: write the exact value."]],
    [
      { aud, repository: "acme/cf-auth", environment: "*" },
      ["It accepts tokens whose environment matches *: write the exact value."],
    ],
  ])("rejects the rules %j", (rules, messages) => {
    expect(issuer(rules)).toEqual(messages);
  });

  it("may deny any subject", () => {
    expect(issuer({ sub: "*" }, "deny")).toEqual([]);
  });
});
