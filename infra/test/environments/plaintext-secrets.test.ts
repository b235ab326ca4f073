// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of Pulumi ESC and of GitHub.
import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { plaintextSecrets } from "./plaintext-secrets.ts";

const found = (yaml: string) => plaintextSecrets(parse(yaml));
const random = (bytes: number) => randomBytes(bytes).toString("base64");

describe("a secret in plain text", () => {
  it.each([
    ["by its name", "values: { api: { token: abc } }", "values.api.token"],
    [
      "by its name in a configuration",
      "pulumiConfig: { 'cf-auth:JWT_SECRET': 'v1:abc' }",
      "pulumiConfig.cf-auth:JWT_SECRET",
    ],
    ["as a number", "pepper: 12345678", "pepper"],
    ["as a literal in an ESC environment", "x: { 'fn::secret': hunter2 }", "x.fn::secret"],
    ["as a key", "stripe: { key: abc }", "stripe.key"],
    ["beside a variable's name", "env: { DB_PASSWORD: hunter2 }", "env.DB_PASSWORD"],
    ["as one of cf-auth's own keys, anywhere", `x: [a, 'key sk_live_${"a".repeat(20)}']`, "x[1]"],
    ["of AWS", "x: AKIAABCDEFGHIJKLMNOP", "x"],
    ["of GitHub", `run: "curl -H 'x: ghp_${"a".repeat(36)}'"`, "run"],
    ["of Pulumi Cloud", `x: pul-${"0".repeat(40)}`, "x"],
    ["of Cloudflare", `x: cfat_${"a".repeat(48)}`, "x"],
    ["of npm", `x: npm_${"a".repeat(36)}`, "x"],
    ["as a private key", "x: |\n  -----BEGIN PRIVATE KEY-----\n  abc", "x"],
    ["beside a reference", `x: \${y},v1:${random(32)}`, "x"],
    ["as ciphertext", `x: { secure: 'AAABA${random(48)}' }`, "x.secure"],
  ])("reports a secret %s", (_, yaml, path) => {
    expect(found(yaml)).toEqual([path]);
  });

  it("is reported by its entropy, from 32 bytes on", () => {
    const missed = Array.from({ length: 5000 }, (_, seed) =>
      createHash("sha256").update(`${seed}`).digest("base64"),
    ).filter((text) => found(`x: "${text}"`).length === 0);
    expect(missed).toEqual([]);
  });
});

describe("another value", () => {
  it.each([
    ["a reference", "token: ${environments.cf-auth.secrets-dev.TOKEN}"],
    ["an expression", "env: { GH_TOKEN: '${{ github.token }}' }"],
    ["an empty value", "JWT_SECRET: ''"],
    ["a permission", "a permission of a workflow"],
    ["a cache key", "key: ${{ runner.os }}-npm-${{ hashFiles('package-lock.json') }}"],
    ["a public key", "TURNSTILE_SITE_KEY: 0x4AAAAAAA"],
    ["a flag", "persist-credentials: false"],
    ["a commit", "uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"],
    ["a digest", `image: node@sha256:${"0123456789abcdef".repeat(4)}`],
    ["an ARN", "roleArn: arn:aws:iam::000000000000:role/cf-auth-pulumi-production"],
    ["a path", "x: infra/src/components/environments/deployment/of/something/long"],
    ["an id", `accountId: ${"0123456789abcdef".repeat(2)}`],
  ])("ignores %s", (_, yaml) => {
    expect(found(yaml)).toEqual([]);
  });
});
