import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const secret = (bytes: number) => new Uint8Array(bytes).fill(7).toBase64();
const complete = {
  PUBLIC_URL: "https://auth.example.com/",
  JWT_SECRET: `v2:${secret(32)},v1:${secret(40)}`,
  PASSWORD_PEPPER: `p1:${secret(32)}`,
  EMAIL_PROVIDER: "cloudflare",
  EMAIL_FROM: "auth@example.com",
  EMAIL: {},
};

function problemsOf(source: Parameters<typeof readConfig>[0]): string[] {
  const config = readConfig(source);
  return "problems" in config ? config.problems : [];
}

it("reads secrets as versions, newest first", () => {
  const config = readConfig(complete);
  if ("problems" in config) throw new Error(config.problems.join());
  expect(config.publicUrl).toBe("https://auth.example.com");
  expect(config.secrets.versions).toEqual(["v2", "v1"]);
  expect(config.secrets.newest).toBe("v2");
  expect(config.bootstrapSecret).toBeUndefined();
});

describe("versions that are in secrets of their own", () => {
  const versionsOf = (settings: Record<string, string>) => {
    const config = readConfig({ ...complete, ...settings });
    return "problems" in config ? config.problems : config.secrets.versions;
  };

  it("come after the others, until one is named as the newest", () => {
    const added = { JWT_SECRET_V3: `v3:${secret(32)}` };
    expect(versionsOf(added)).toEqual(["v2", "v1", "v3"]);
    expect(versionsOf({ ...added, JWT_SECRET_NEWEST: "v3" })).toEqual(["v3", "v2", "v1"]);
    expect(versionsOf({ ...added, JWT_SECRET_NEWEST: "v2" })).toEqual(["v2", "v1", "v3"]);
  });

  it("replace the others once these are retired", () => {
    expect(versionsOf({ JWT_SECRET: "JWT_SECRET_V3", JWT_SECRET_V3: `v3:${secret(32)}` })).toEqual(["v3"]);
    expect(versionsOf({ JWT_SECRET: "JWT_SECRET_V3" })[0]).toContain("JWT_SECRET must be");
  });

  it("aren't those of another keyring", () => {
    expect(versionsOf({ PASSWORD_PEPPER_V2: `p2:${secret(32)}` })).toEqual(["v2", "v1"]);
  });
});

it("normalizes the public URL as clients do, so that both expect the same issuer", () => {
  const urlOf = (PUBLIC_URL: string) => Object(readConfig({ ...complete, PUBLIC_URL })).publicUrl;
  expect(urlOf("HTTPS://Auth.Example.com:443/")).toBe("https://auth.example.com");
  expect(urlOf("https://example.com/Auth//")).toBe("https://example.com/Auth");
});

it.each(["", "auth.example.com", "auth.example.com:8787", "ftp://auth.example.com"])(
  "refuses the public address %j",
  (PUBLIC_URL) => {
    expect(problemsOf({ ...complete, PUBLIC_URL })).toEqual(["PUBLIC_URL must be an absolute http: or https: URL."]);
  },
);

describe("secrets have no default", () => {
  it.each([
    ["none at all", undefined],
    ["an empty one", ""],
    ["no version", secret(32)],
    ["too short a one", `v1:${secret(31)}`],
    ["one that is not base64", "v1:***"],
    ["the same version twice", `v1:${secret(32)},v1:${secret(33)}`],
    ["a comma too many", `v1:${secret(32)},`],
  ])("refuses %s", (_, value) => {
    expect(problemsOf({ ...complete, JWT_SECRET: value ?? "" })).toHaveLength(1);
    expect(problemsOf({ ...complete, PASSWORD_PEPPER: value ?? "" })).toHaveLength(1);
  });
});

it("hashes passwords with argon2id by default, or with another supported algorithm", () => {
  const hashOf = (PASSWORD_HASH: string) => readConfig({ ...complete, PASSWORD_HASH });
  expect(readConfig(complete)).toMatchObject({ passwordHash: "argon2id" });
  expect(hashOf("pbkdf2-sha256")).toMatchObject({ passwordHash: "pbkdf2-sha256" });
  expect(hashOf("bcrypt")).toEqual({ problems: ["PASSWORD_HASH must be one of argon2id, scrypt, pbkdf2-sha256."] });
});

it("requires both keys of Turnstile, or neither", () => {
  expect(readConfig(complete)).toMatchObject({ turnstile: undefined });
  const keys = { TURNSTILE_SITE_KEY: "0x-site", TURNSTILE_SECRET_KEY: "hunter2" };
  expect(readConfig({ ...complete, ...keys })).toMatchObject({ turnstile: { siteKey: "0x-site", secret: "hunter2" } });
  for (const name of ["TURNSTILE_SITE_KEY", "TURNSTILE_SECRET_KEY"]) {
    expect(problemsOf({ ...complete, ...keys, [name]: "" })).toEqual([
      "Set both TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY, or neither.",
    ]);
  }
});

it("lists all missing settings, and never a value", () => {
  const problems = problemsOf({ JWT_SECRET: "hunter2", BOOTSTRAP_SECRET: "hunter2" });
  expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
    "PUBLIC_URL",
    "JWT_SECRET",
    "PASSWORD_PEPPER",
    "BOOTSTRAP_SECRET",
  ]);
  expect(problems.join()).not.toContain("hunter2");
});

it("allows identity providers on loopback on a local deployment only", () => {
  const source = { ...complete, ALLOW_LOOPBACK: "true" };
  expect(problemsOf(source)).toEqual(["ALLOW_LOOPBACK can be true only if PUBLIC_URL is local."]);
  expect(readConfig({ ...source, PUBLIC_URL: "http://127.0.0.1:8787" })).toMatchObject({ allowsLoopback: true });
  expect(readConfig(complete)).toMatchObject({ allowsLoopback: false });
});
