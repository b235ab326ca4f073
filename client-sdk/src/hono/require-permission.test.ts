import { type Context, Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { KeyHost, newKey, sign, verifierOf } from "../../test/issuer.ts";
import { CfAuthError } from "../errors.ts";
import type { CheckRequest, CheckResponse } from "../generated/types.ts";
import type { Verifier } from "../verify.ts";
import { type AuthVariables, authenticate } from "./authenticate.ts";
import { type RequirePermissionOptions, requirePermission } from "./require-permission.ts";

let verifier: Verifier;
let headers: { authorization: string };
beforeAll(async () => {
  const key = await newKey();
  ({ verifier } = verifierOf(new KeyHost(key)));
  headers = { authorization: `Bearer ${await sign(key)}` };
});

type Answering = (input: CheckRequest) => CheckResponse | Promise<CheckResponse>;

/** An app with one protected route, its checks, and the errors that it caught. */
function appWith(
  answering: Answering,
  more: Partial<RequirePermissionOptions<Context<{ Variables: AuthVariables }, string>>> = {},
) {
  const requests: CheckRequest[] = [];
  const seen: (Error | undefined)[] = [];
  let ran = 0;
  const check = async (input: CheckRequest) => {
    requests.push(input);
    return await answering(input);
  };
  const app = new Hono()
    .use(async (c, next) => {
      await next();
      seen.push(c.error);
    })
    .put(
      "/repos/:id",
      authenticate({ verifier }),
      requirePermission({
        ...{ client: { authz: { check } }, relation: "write" },
        object: (c) => `repo:${c.req.param("id")}`,
        ...more,
      }),
      (c) => {
        ran++;
        return c.text(c.get("auth").userId);
      },
    );
  const put = async () => await app.request("/repos/api", { method: "PUT", headers });
  const refused = async () => {
    const response = await put();
    const { title: _, detail: message, ...data } = (await response.json()) as Record<string, unknown>;
    expect(ran).toBe(0);
    return { status: response.status, message, data };
  };
  return { requests, seen, put, refused, app };
}

const revision = "1";

it("lets a permitted request through after a check of its user and object", async () => {
  const { put, requests } = appWith(() => ({ allowed: true, revision }));
  const response = await put();
  expect([response.status, await response.text()]).toEqual([200, "usr_anne"]);
  expect(requests).toEqual([{ subject: "user:usr_anne", relation: "write", object: "repo:api" }]);
});

it("checks the configured subject and options, which can't replace relation and object", async () => {
  const { put, requests } = appWith(() => ({ allowed: true, revision }), {
    subject: (c) => `account:${c.get("auth").claims.account ?? "none"}`,
    checkOptions: async (c) => ({ consistency: "fast", context: { path: c.req.path }, ...{ object: "repo:other" } }),
    object: async () => "repo:api",
  });
  await put();
  expect(requests).toEqual([
    {
      ...{ subject: "account:none", relation: "write", object: "repo:api" },
      ...{ consistency: "fast", context: { path: "/repos/api" } },
    },
  ]);
});

describe("403", () => {
  it("for a user without the permission", async () => {
    const { refused } = appWith(() => ({ allowed: false, revision }));
    expect(await refused()).toMatchObject({
      status: 403,
      data: { code: "permission_denied", status: 403, retryable: false, details: { relation: "write" } },
    });
  });

  it("for a conditional result, with the missing context", async () => {
    const { refused } = appWith(() => ({ allowed: "conditional", missing: ["ip"], revision }));
    const { status, message, data } = await refused();
    expect([status, message]).toEqual([403, expect.stringContaining("depends on")]);
    expect(data).toMatchObject({ code: "permission_denied", details: { conditional: true, missing: ["ip"] } });
  });

  it.each([undefined, null, "true", 1, {}, "yes"])("for any result but true: %j", async (allowed) => {
    const { refused } = appWith(() => ({ allowed, revision }) as unknown as CheckResponse);
    expect((await refused()).status).toBe(403);
  });
});

describe("503, and no request is let through", () => {
  const of = (code: "network" | "key_revoked", retryable: boolean, requestId?: string) =>
    new CfAuthError({ code, message: "secret words", action: "secret deeds", retryable, requestId });

  it.each([
    ["the service cannot be reached", () => of("network", true), true, ""],
    ["its key is good no more", () => of("key_revoked", false, "req_1"), false, "req_1"],
    ["something else goes wrong", () => new TypeError("secret words"), false, ""],
    ["what is thrown is no error", () => "secret words", false, ""],
  ])("if %s: the app gets the reason, its caller doesn't", async (_, thrown, retryable, requestId) => {
    const error = thrown();
    const { refused, seen } = appWith(() => Promise.reject(error));
    const answered = await refused();
    expect(answered).toMatchObject({ status: 503, data: { code: "check_failed", retryable, requestId } });
    expect(JSON.stringify(answered)).not.toContain("secret");
    expect(seen).toEqual([error instanceof Error ? error : new Error("secret words")]);
  });

  it("if there is no response", async () => {
    const { put } = appWith(() => undefined as unknown as CheckResponse);
    expect((await put()).status).toBe(503);
  });
});

it("passes errors of the app's own callbacks to the app", async () => {
  const { put, requests, app } = appWith(() => ({ allowed: true, revision }), {
    object: () => {
      throw new Error("no such repo");
    },
  });
  app.onError((_, c) => c.text("the app's own words", 500));
  expect((await put()).status).toBe(500);
  expect(requests).toEqual([]);
});

it("returns 401 without a signed-in user and sends no check, also after an optional authenticate", async () => {
  const requests: unknown[] = [];
  const check = async (input: unknown) => {
    requests.push(input);
    return { allowed: true as const, revision };
  };
  const permission = requirePermission({ client: { authz: { check } }, relation: "read", object: () => "repo:api" });
  const bare = new Hono().get("/", permission, (c) => c.text("through"));
  const optional = new Hono().get("/", authenticate({ verifier, optional: true }), permission as never, (c) =>
    c.text("through"),
  );
  for (const app of [bare, optional]) {
    const response = await app.request("/");
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  }
  expect(requests).toEqual([]);
});
