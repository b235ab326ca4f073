import { enrol } from "./factors.ts";
import { isolate, StandingClock } from "./moved.ts";
import { somebody } from "./people.ts";
import { createTenant, type World } from "./world.ts";

let tenants = 0;

/** A new tenant and one of its users, on a clock that stands still, so that each code's step is known. */
export async function factorSetting({ admin }: Pick<World, "admin">) {
  const slug = `factors-${++tenants}`;
  const tenant = await createTenant(admin, slug);
  const person = await somebody(tenant);
  const clock = new StandingClock();
  const { app, clientFor } = isolate(clock);
  const anyone = clientFor({ key: tenant.publishableKey });
  const login = (extra: object = {}) => anyone.auth.login.mutate({ ...person.credentials, ...extra });
  return { slug, tenant, person, clock, app, clientFor, anyone, login };
}

/** The same with a user who has an authenticator app. */
export async function enrolledSetting(world: Pick<World, "admin">) {
  const all = await factorSetting(world);
  const session = await all.login();
  const signedIn = all.clientFor({ token: session.accessToken });
  return { ...all, session, signedIn, ...(await enrol(signedIn, all.clock)) };
}
