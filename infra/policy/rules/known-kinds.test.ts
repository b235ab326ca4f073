import { expect, it } from "vitest";
import { D1, messagesOf, resource } from "../../test/policy-cases.ts";
import { knownKinds } from "./known-kinds.ts";

it.each([D1, "cf-auth:infra:Database", "pulumi:pulumi:Stack", "pulumi:providers:cloudflare"])("%s is known", (type) => {
  expect(messagesOf(knownKinds, [resource(type)])).toEqual([]);
});

it.each(["aws:s3/bucket:Bucket", "toString", "other:infra:Database", "cloudflare:index/d1Database:D1Databases"])(
  "%s is not",
  (type) => {
    expect(messagesOf(knownKinds, [resource(type)])).toEqual([
      `Nothing here knows ${type}: say in infra/policy/kinds.ts whether it holds state, and what its name is.`,
    ]);
  },
);
