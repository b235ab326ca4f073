import { expect, it } from "vitest";
import { resource, VERSION } from "../../test/policy-cases.ts";
import { markedSecrets } from "./marked-secrets.ts";

const COMMAND = "command:local:Command";
const VALUE = "v1:a-planted-secret";
const secretText = {
  bindings: [
    { name: "A", type: "plain_text", text: "a" },
    { name: "B", type: "secret_text", text: VALUE },
  ],
};
const named = (path: string) => `${path} has a secret's name but isn't marked as secret: wrap it in pulumi.secret(…).`;
const holds = (path: string) => `${path} contains a secret but isn't marked as secret: wrap it in pulumi.secret(…).`;

function check(
  ...resources: (readonly [type: string, props: Record<string, unknown>, secrets: readonly string[] | undefined])[]
) {
  const graph = resources.map(([type, props, secrets], i) => resource(type, props, { name: `r${i}`, secrets }));
  return markedSecrets.check({ stack: "staging", resources: graph }).map(({ message }) => message);
}

it.each([
  [VERSION, secretText, ["bindings"]],
  [VERSION, secretText, ["bindings[1].text"]],
  [COMMAND, { environment: { SMOKE_KEY: VALUE } }, ["environment.SMOKE_KEY"]],
  [COMMAND, { environment: { SMOKE_KEY: VALUE } }, ["environment"]],
  [COMMAND, { environment: { API_TOKEN: "" } }, []],
  [COMMAND, { environment: { TURNSTILE_SITE_KEY: "0x4AAAA", WORKER: "cf-auth-staging" } }, []],
])("accepts %s %j with the secret marks %j", (type, props, secrets) => {
  expect(check([type, props, secrets])).toEqual([]);
});

it.each([
  [VERSION, secretText, [], [named("bindings[1].text")]],
  [VERSION, secretText, ["bindings[0]", "bindings[1].name"], [named("bindings[1].text")]],
  [COMMAND, { environment: { SMOKE_KEY: VALUE } }, [], [named("environment.SMOKE_KEY")]],
  [COMMAND, { environment: { SMOKE_KEY: VALUE } }, ["environment.SMOKE_KEYS"], [named("environment.SMOKE_KEY")]],
  ["aws:x:X", { dkim: { domainSigningPrivateKey: VALUE } }, [], [named("dkim.domainSigningPrivateKey")]],
])("rejects %s %j with the secret marks %j", (type, props, secrets, messages) => {
  expect(check([type, props, secrets])).toEqual(messages);
});

it("requires a value that is secret in one property to be secret in every other", () => {
  const marked = [VERSION, secretText, ["bindings"]] as const;
  expect(check(marked, [COMMAND, { create: `curl -H '${VALUE}'`, triggers: ["a", VALUE] }, []])).toEqual([
    holds("create"),
    holds("triggers[1]"),
  ]);
  expect(check(marked, [COMMAND, { triggers: ["a", VALUE] }, ["triggers"]])).toEqual([]);
});

it("reports nothing where secret marks are unknown", () => {
  expect(check([COMMAND, { environment: { SMOKE_KEY: VALUE } }, undefined])).toEqual([]);
});
