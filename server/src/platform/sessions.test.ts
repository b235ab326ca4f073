import { expect, it } from "vitest";
import { admit } from "../../test/admins.ts";
import { errorOf } from "../../test/client.ts";
import { signInWithFactor } from "../../test/factors.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { createWorld } from "../../test/world.ts";

const MINUTE = 60;

it("rule 22: an admin's session ends 30 minutes after its last use, and at most 12 hours after sign-in", async () => {
  const world = await createWorld();
  const { email, password } = await admit(world.admin, "ada", "support");
  // The settings must not apply to admins.
  await world.admin.tenants.settings.update.mutate({ sessionIdleSeconds: 86_400, sessionAbsoluteSeconds: 864_000 });
  const clock = new StandingClock();
  const anyone = isolate(clock).clientFor({ tenant: "platform" });
  const { auth } = anyone;
  const login = async () => (await signInWithFactor(anyone, { email, password }, clock)).refreshToken;

  const idle = await login();
  clock.advance(30 * MINUTE + 1);
  expect(await errorOf(auth.refresh.mutate({ refreshToken: idle }))).toMatchObject({ code: "session_ended" });

  let used = await login();
  for (let minutes = 0; minutes + 29 < 12 * 60; minutes += 29) {
    clock.advance(29 * MINUTE);
    used = (await auth.refresh.mutate({ refreshToken: used })).refreshToken;
  }
  clock.advance(29 * MINUTE);
  expect(await errorOf(auth.refresh.mutate({ refreshToken: used }))).toMatchObject({ code: "session_ended" });
});
