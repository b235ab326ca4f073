import { expect, it } from "vitest";
import { nameFor } from "../../src/names.ts";
import { D1, messagesOf, ROLE, resource, VERSION } from "../../test/policy-cases.ts";
import { namingConvention } from "./naming-convention.ts";

const KV = "cloudflare:index/workersKvNamespace:WorkersKvNamespace";
const QUEUE = "cloudflare:index/queue:Queue";

it.each([
  [D1, { name: nameFor("staging") }, "staging"],
  [KV, { title: nameFor("staging", "files") }, "staging"],
  [QUEUE, { queueName: nameFor("pr-7", "audit") }, "pr-7"],
  [ROLE, { name: nameFor("production", "github") }, "account"],
  [VERSION, { name: "anything" }, "staging"],
  ["pulumiservice:index:Environment", { name: "base" }, "account"],
])("accepts %s %j in the stack %s", (type, props, stack) => {
  expect(messagesOf(namingConvention, [resource(type, props)], stack)).toEqual([]);
});

it.each([
  [D1, { name: nameFor("production") }, "staging", 'Its name is "cf-auth-production": set name'],
  [D1, { name: "cf-auth" }, "staging", 'Its name is "cf-auth": set name'],
  [KV, { title: "TENANT_CACHE" }, "dev", 'Its title is "TENANT_CACHE": set title'],
  [KV, { name: nameFor("dev") }, "dev", "It has no title: set title"],
  [QUEUE, { queueName: "" }, "dev", 'Its queueName is "": set queueName'],
  [ROLE, { name: "github-production" }, "account", 'Its name is "github-production": set name'],
  [ROLE, { name: "cf-auth-" }, "account", 'Its name is "cf-auth-": set name'],
])("rejects %s %j in the stack %s", (type, props, stack, message) => {
  expect(messagesOf(namingConvention, [resource(type, props)], stack)).toEqual([
    `${message} with nameFor(…) of infra/src/names.ts.`,
  ]);
});

it("lets an adopted resource keep its name", () => {
  expect(messagesOf(namingConvention, [resource(D1, { name: "by-hand" }, { adopted: true })])).toEqual([]);
});
