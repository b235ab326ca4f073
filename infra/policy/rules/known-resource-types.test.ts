import { expect, it } from "vitest";
import { D1, messagesOf, resource } from "../../test/policy-cases.ts";
import { knownResourceTypes } from "./known-resource-types.ts";

it.each([D1, "cf-auth:infra:Database", "pulumi:pulumi:Stack", "pulumi:providers:cloudflare"])(
  "accepts the known type %s",
  (type) => {
    expect(messagesOf(knownResourceTypes, [resource(type)])).toEqual([]);
  },
);

it.each(["aws:s3/bucket:Bucket", "toString", "other:infra:Database", "cloudflare:index/d1Database:D1Databases"])(
  "rejects the unknown type %s",
  (type) => {
    expect(messagesOf(knownResourceTypes, [resource(type)])).toEqual([
      `${type} is an unknown type: add it to infra/policy/resource-types.ts with its state and name property.`,
    ]);
  },
);
