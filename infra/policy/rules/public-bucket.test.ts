import { expect, it } from "vitest";
import { BUCKET, messagesOf, resource } from "../../test/policy-cases.ts";
import { publicBucket } from "./public-bucket.ts";

const MANAGED = "cloudflare:index/r2ManagedDomain:R2ManagedDomain";
const CUSTOM = "cloudflare:index/r2CustomDomain:R2CustomDomain";

it.each([
  [MANAGED, { bucketName: "files", enabled: true }],
  [MANAGED, { bucketName: "files" }],
  [CUSTOM, { bucketName: "files", domain: "files.example.com", enabled: true }],
])("rejects %s %j, which makes the bucket public", (type, props) => {
  expect(messagesOf(publicBucket, [resource(type, props)], "pr-1")).toEqual([
    "It makes the bucket files public: set enabled to false, and serve public files from the Worker.",
  ]);
});

it.each([
  [MANAGED, { bucketName: "files", enabled: false }],
  [CUSTOM, { bucketName: "files", enabled: false }],
  [BUCKET, { name: "files" }],
])("accepts %s %j", (type, props) => {
  expect(messagesOf(publicBucket, [resource(type, props)])).toEqual([]);
});
