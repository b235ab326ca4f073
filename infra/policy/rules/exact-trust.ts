import { field, isRecord, items, texts } from "../../src/value.ts";
import { type Statement, statementsOf, trustOf } from "../iam.ts";
import { type PolicyResource, resourceRule } from "../rule.ts";

export const exactTrust = resourceRule(
  {
    name: "trust-is-exact",
    purpose: "An OpenID token is accepted for one exact audience and one exact subject.",
  },
  (resource) => [...roleProblems(resource), ...issuerProblems(resource)],
);

function roleProblems(resource: PolicyResource): string[] {
  const trust = trustOf(resource);
  if (trust === undefined) return [];
  const statements = statementsOf(trust.document);
  if (statements === undefined) return ["The trust policy can't be parsed: use JSON, or an object with Statement."];
  return statements.filter(({ denies }) => !denies).flatMap(statementProblems);
}

function statementProblems({ actions, principal, condition, elements }: Statement): string[] {
  if (elements.includes("NotPrincipal") || elements.includes("NotAction")) {
    return ["It trusts every principal that it doesn't name: set Principal and Action."];
  }
  const trusted = isRecord(principal) ? Object.values(principal).flatMap(texts) : texts(principal);
  if (trusted.includes("*")) return ["It trusts everyone: name the Principal."];
  const federated = texts(field(principal, "Federated"));
  const takesTokens =
    federated.length > 0 || actions.some((action) => /^sts:(?:AssumeRoleWith|\*|.*[*?])/i.test(action));
  if (!takesTokens) return [];
  return ["aud", "sub"]
    .filter((claim) => !isExact(condition, claim, federated))
    .map(
      (claim) => `It accepts tokens with any ${claim}: require <issuer>:${claim} in StringEquals, without wildcards.`,
    );
}

/**
 * Only StringEquals counts. StringLike allows wildcards, and operators with IfExists or ForAllValues pass if the claim
 * is missing. In StringEquals a `*` is literal, and hardly ever intended.
 */
function isExact(condition: unknown, claim: string, federated: readonly string[]): boolean {
  const equals = field(condition, "StringEquals");
  if (!isRecord(equals)) return false;
  const issuers = federated.flatMap((arn) => /:oidc-provider\/(.+)$/.exec(arn)?.[1] ?? []);
  const isMeant = (key: string) =>
    issuers.length === 0 ? key.endsWith(`:${claim}`) : issuers.some((issuer) => key === `${issuer}:${claim}`);
  const values = Object.entries(equals).flatMap(([key, value]) => (isMeant(key) ? [texts(value)] : []));
  return values.some((allowed) => allowed.length > 0 && allowed.every((value) => value !== "" && !/[*?]/.test(value)));
}

/**
 * Checks an issuer whose tokens Pulumi Cloud exchanges for its own. A policy names the subject, or its claims one by
 * one.
 */
function issuerProblems({ type, props }: PolicyResource): string[] {
  if (type !== "pulumiservice:index:OidcIssuer") return [];
  return items(field(props, "policies"))
    .filter((policy) => field(policy, "decision") !== "deny")
    .flatMap((policy) => {
      const rules = field(policy, "rules");
      const has = (claim: string) => typeof field(rules, claim) === "string" && field(rules, claim) !== "";
      const wide = Object.entries(isRecord(rules) ? rules : {}).filter(([, value]) => /[*?]/.test(String(value)));
      const isWhole = has("sub") || ((has("repository") || has("repository_id")) && has("environment"));
      return [
        ...(has("aud") ? [] : ["It accepts tokens with any aud: require aud in rules."]),
        ...(isWhole ? [] : ["It accepts tokens with any sub: require sub in rules, or repository and environment."]),
        ...wide.map(([claim, value]) => `It accepts tokens whose ${claim} matches ${value}: write the exact value.`),
      ];
    });
}
