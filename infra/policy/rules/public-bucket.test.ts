import { expect, it } from "vitest";
import { BUCKET, messagesOf, resource } from "../../test/policy-cases.ts";
import { publicBucket } from "./public-bucket.ts";

const MANAGED = "cloudflare:index/r2ManagedDomain:R2ManagedDomain";
const CUSTOM = "cloudflare:index/r2CustomDomain:R2CustomDomain";

it.each([
  [MANAGED, { bucketName: "files", enabled: true }],
  [MANAGED, { bucketName: "files" }],
  [CUSTOM, { bucketName: "files", domain: "files.example.com", enabled: true }],
])("%s %j shows the bucket", (type, props) => {
  expect(messagesOf(publicBucket, [resource(type, props)], "pr-1")).toEqual([
    "It shows the bucket files to everybody: set enabled to false, and serve what is public by the Worker.",
  ]);
});

it.each([
  [MANAGED, { bucketName: "files", enabled: false }],
  [CUSTOM, { bucketName: "files", enabled: false }],
  [BUCKET, { name: "files" }],
])("%s %j does not", (type, props) => {
  expect(messagesOf(publicBucket, [resource(type, props)])).toEqual([]);
});
