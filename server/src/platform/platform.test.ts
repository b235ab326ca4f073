import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { signInWithFactor } from "../../test/factors.ts";
import { ADMIN } from "../../test/world.ts";

const first = { ...ADMIN, secret: "" };

it("rule 10: a new deployment has no admin and no tenant to sign in to", async () => {
  for (const table of ["platform_admins", "tenants", "users", "api_keys"]) {
    expect(await env.DB.prepare(`SELECT count(*) AS rows FROM ${table}`).first("rows")).toBe(0);
  }
  expect(await errorOf(clientFor({ tenant: "platform" }).auth.login.mutate(ADMIN))).toMatchObject({
    code: "tenant_not_found",
  });
});

it("rule 10: bootstraps once with the bootstrap secret, also under concurrent calls", async () => {
  const secret = env.BOOTSTRAP_SECRET;
  expect(await errorOf(clientFor().platform.bootstrap.mutate({ ...first, secret: "x".repeat(40) }))).toMatchObject({
    code: "bootstrap_secret_invalid",
    httpStatus: 403,
  });
  expect(await errorOf(clientFor().platform.bootstrap.mutate({ ...first, secret, password: "short" }))).toMatchObject({
    code: "weak_password",
  });
  const tries = await Promise.allSettled(
    Array.from({ length: 5 }, () => clientFor().platform.bootstrap.mutate({ ...first, secret })),
  );
  expect(tries.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect(await errorOf(clientFor().platform.bootstrap.mutate({ ...first, secret }))).toMatchObject({
    code: "already_bootstrapped",
    httpStatus: 409,
  });
});

it("creates an admin who signs in with a second factor, which the first sign-in enrols", async () => {
  const { accessToken, user } = await signInWithFactor(clientFor({ tenant: "platform" }), ADMIN);
  expect(user.email).toBe(ADMIN.email);
  const me = await clientFor({ token: accessToken }).auth.me.query();
  expect(me.user.id).toBe(user.id);
});

it("refuses registration in the platform's tenant", async () => {
  const anyone = clientFor({ tenant: "platform" });
  const attempt = anyone.auth.register.mutate({ email: "eve@example.com", password: "a perfectly good sentence" });
  expect(await errorOf(attempt)).toMatchObject({ code: "forbidden" });
});
