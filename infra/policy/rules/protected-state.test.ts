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

it.each(STATEFUL)("%s is protected in every stack", (type) => {
  for (const stack of ["dev", "staging", "production", "account"]) {
    expect(messagesOf(protectedState, [resource(type, {}, { protect: true })], stack)).toEqual([]);
    expect(messagesOf(protectedState, [resource(type, {}, { protect: false })], stack)).toEqual([
      "It holds state and may be deleted: set protect to true.",
    ]);
  }
});

it("but for those of pull requests, which have to be destroyed", () => {
  expect(messagesOf(protectedState, [resource(D1, {}, { protect: false })], "pr-7")).toEqual([]);
  expect(messagesOf(protectedState, [resource(D1, {}, { protect: true })], "pr-7")).toEqual([
    "It is protected, so that the stack cannot be destroyed with its pull request: leave protect out.",
  ]);
});

it("what holds none may be either", () => {
  const both = [true, false].map((protect) => resource(VERSION, {}, { protect }));
  expect(["staging", "pr-7"].flatMap((stack) => messagesOf(protectedState, both, stack))).toEqual([]);
});
