import { CfAuthError } from "@cf-auth/client/errors";
import {
  createTestTenant,
  type MintOptions,
  type TestCall,
  type TestClock,
  type TestTenant,
  type TestTenantOptions,
} from "@cf-auth/client/testing";

const model = `model
  schema 1.1
type user
type repo
  relations
    define writer: [user]
`;

/** A tenant with a graph, a token, a failure and a clock that moves. */
export async function run() {
  const anne = { subject: "user:anne", relation: "writer", object: "repo:api" };
  const options: TestTenantOptions = { model, tuples: [anne], now: new Date("2026-01-01T00:00:00Z") };
  const tenant: TestTenant = await createTestTenant(options);
  const lifetime: MintOptions = { lifetimeSeconds: 60 };
  const token = await tenant.mintToken("usr_anne", lifetime);
  const { allowed } = await tenant.client().authz.check(anne);
  tenant.failNext("forbidden");
  const error = await tenant
    .client({ token })
    .auth.me()
    .catch((thrown: unknown) => thrown);
  const clock: TestClock = tenant.clock;
  clock.advance({ seconds: 1 });
  const calls: readonly TestCall[] = tenant.calls;
  return {
    parts: token.split(".").length,
    allowed,
    code: error instanceof CfAuthError ? error.code : undefined,
    now: clock.now().toISOString(),
    paths: calls.map(({ path }) => path),
  };
}

export const sees: Awaited<ReturnType<typeof run>> = {
  parts: 3,
  allowed: true,
  code: "forbidden",
  now: "2026-01-01T00:00:01.000Z",
  paths: ["authz.check", "auth.me"],
};
