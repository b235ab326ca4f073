import { expect, it } from "vitest";
import { nameFor } from "../../src/names.ts";
import { D1, messagesOf, ROLE, resource, VERSION } from "../../test/policy-cases.ts";
import { ownNames } from "./own-names.ts";

const KV = "cloudflare:index/workersKvNamespace:WorkersKvNamespace";
const QUEUE = "cloudflare:index/queue:Queue";

it.each([
  [D1, { name: nameFor("staging") }, "staging"],
  [KV, { title: nameFor("staging", "files") }, "staging"],
  [QUEUE, { queueName: nameFor("pr-7", "audit") }, "pr-7"],
  [ROLE, { name: nameFor("production", "github") }, "account"],
  [VERSION, { name: "anything" }, "staging"],
  ["pulumiservice:index:Environment", { name: "base" }, "account"],
])("%s %j is of %s", (type, props, stack) => {
  expect(messagesOf(ownNames, [resource(type, props)], stack)).toEqual([]);
});

it.each([
  [D1, { name: nameFor("production") }, "staging", 'Its name is "cf-auth-production": give it name'],
  [D1, { name: "cf-auth" }, "staging", 'Its name is "cf-auth": give it name'],
  [KV, { title: "TENANT_CACHE" }, "dev", 'Its title is "TENANT_CACHE": give it title'],
  [KV, { name: nameFor("dev") }, "dev", "It has no title: give it title"],
  [QUEUE, { queueName: "" }, "dev", 'Its queueName is "": give it queueName'],
  [ROLE, { name: "github-production" }, "account", 'Its name is "github-production": give it name'],
  [ROLE, { name: "cf-auth-" }, "account", 'Its name is "cf-auth-": give it name'],
])("%s %j is not of %s", (type, props, stack, told) => {
  expect(messagesOf(ownNames, [resource(type, props)], stack)).toEqual([`${told}: nameFor(…), of infra/src/names.ts.`]);
});

it("what was there before keeps its name", () => {
  expect(messagesOf(ownNames, [resource(D1, { name: "by-hand" }, { adopted: true })])).toEqual([]);
});
