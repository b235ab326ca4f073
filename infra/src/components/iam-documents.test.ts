import { describe, expect, it } from "vitest";
import { escSubject, githubSubject, trustPolicy } from "./iam-documents.ts";

describe("subjects", () => {
  it("name the ESC environment that logs in, not the whole organization", () => {
    expect(escSubject("acme", "cf-auth/staging")).toBe(
      "pulumi:environments:pulumi.organization.login:acme:currentEnvironment.name:cf-auth/staging",
    );
  });

  it("name a job's environment for both forms of repositories", () => {
    expect(githubSubject("acme/auth", "drift")).toBe("repo:acme/auth:environment:drift");
    expect(githubSubject("acme@12/auth@345", "drift")).toBe("repo:acme@12/auth@345:environment:drift");
  });

  it.each(["acme", "acme/*", "acme/auth:ref", "https://github.com/acme/auth", ""])(
    "reject the repository %j",
    (repository) => {
      expect(() => githubSubject(repository, "drift")).toThrow("set cf-auth:repository to owner/name");
    },
  );
});

it("allow a role to be assumed with exactly one audience and one subject", () => {
  const [statement] = trustPolicy({ provider: "arn", issuer: "id.example", audience: "a", subject: "s" }).Statement;
  expect(statement?.Condition).toEqual({ StringEquals: { "id.example:aud": "a", "id.example:sub": "s" } });
});
