import { expect, it } from "vitest";
import { D1, messagesOf, resource, VERSION } from "../../test/policy-cases.ts";
import { protectedState } from "./protected-state.ts";

const STATEFUL = [
  D1,
  "cloudflare:index/r2Bucket:R2Bucket",
  "cloudflare:index/workersKvNamespace:WorkersKvNamespace",
  "cloudflare:index/worker:Worker",
  "cloudflare:index/queue:Queue",
  "cloudflare:index/emailSendingSubdomain:EmailSendingSubdomain",
  "aws:sesv2/emailIdentity:EmailIdentity",
  "aws:iam/user:User",
  "pulumiservice:index:Environment",
  "pulumiservice:index:Stack",
];

it.each(STATEFUL)("requires protection of %s in every lasting stack", (type) => {
  for (const stack of ["dev", "staging", "production", "account"]) {
    expect(messagesOf(protectedState, [resource(type, {}, { protect: true })], stack)).toEqual([]);
    expect(messagesOf(protectedState, [resource(type, {}, { protect: false })], stack)).toEqual([
      "It contains state and isn't protected from deletion: set protect to true.",
    ]);
  }
});

it("forbids protection in the stacks of pull requests, which are destroyed", () => {
  expect(messagesOf(protectedState, [resource(D1, {}, { protect: false })], "pr-7")).toEqual([]);
  expect(messagesOf(protectedState, [resource(D1, {}, { protect: true })], "pr-7")).toEqual([
    "It is protected, which blocks destroying the pull request's stack: remove protect.",
  ]);
});

it("allows both for resources without state", () => {
  const both = [true, false].map((protect) => resource(VERSION, {}, { protect }));
  expect(["staging", "pr-7"].flatMap((stack) => messagesOf(protectedState, both, stack))).toEqual([]);
});
