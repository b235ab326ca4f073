import { beforeAll, expect, it } from "vitest";
import { emailTo } from "../../test/mailbox.ts";
import { StandingClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { countedIsolate } from "../../test/work.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

it("a sign-in and a refresh read the email's domain once", async () => {
  const tenant = await createTenant(world.admin, "domain-reads");
  await tenant.client.tenants.settings.update.mutate({ signInMethods: ["password", "email_code", "magic_link"] });
  const { credentials } = await somebody(tenant);
  const { email } = credentials;
  const { clientFor, workOf } = countedIsolate(new StandingClock());
  const { auth } = clientFor({ key: tenant.publishableKey });
  const reads: Record<string, number> = {};
  /** Makes a call, and counts its reads of domains. */
  async function counted<Result>(name: string, call: () => Promise<Result>): Promise<Result> {
    const { answer, work } = await workOf(call);
    reads[name] = work.statements.filter((statement) => statement.includes('from "email_domains"')).length;
    return answer;
  }
  const { refreshToken } = await counted("password", () => auth.login.mutate(credentials));
  await counted("refresh", () => auth.refresh.mutate({ refreshToken }));
  for (const use of ["code", "link"] as const) {
    const { requestToken } = await auth.emailSignIn.start.mutate({ email, use });
    const { code, token } = await emailTo(tenant.tenant.id, email, use === "code" ? "sign_in_code" : "sign_in_link");
    const proof = use === "code" ? { email, code } : { token };
    await counted(use, () => auth.emailSignIn.complete.mutate({ ...proof, requestToken }));
  }
  expect(reads).toEqual({ password: 1, refresh: 1, code: 1, link: 1 });
});
