import { beforeAll, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { somebody } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

it("changes and removes the name of the signed-in user", async () => {
  const { user, signIn } = await somebody(world.acme);
  const { auth } = clientFor({ token: (await signIn()).accessToken });
  expect((await auth.account.update.mutate({ name: "Änne" })).user).toMatchObject({ id: user.id, name: "Änne" });
  const found = await world.acme.client.users.search.query({ by: "name", prefix: "äNN" });
  expect(found.items.map(({ id }) => id)).toEqual([user.id]);
  expect((await auth.account.update.mutate({ name: null })).user.name).toBeNull();
  expect((await auth.me.query()).user.name).toBeNull();
});

it.each(["", " ", "two\nlines", "\u0000", "\ud800", "x".repeat(201)])("refuses %j as a name", async (name) => {
  const { signIn } = await somebody(world.acme, { name: "Anne" });
  const { auth } = clientFor({ token: (await signIn()).accessToken });
  expect(await errorOf(auth.account.update.mutate({ name }))).toMatchObject({ code: "invalid_input" });
  expect((await auth.me.query()).user.name).toBe("Anne");
});

it("refuses changes of fields that only the tenant's servers set", async () => {
  const { signIn } = await somebody(world.acme);
  const { auth } = clientFor({ token: (await signIn()).accessToken });
  for (const more of [{ metadata: { plan: "pro" } }, { email: "x@example.com" }, { emailVerified: true }]) {
    const change = auth.account.update.mutate({ name: "Anne", ...more });
    expect(await errorOf(change)).toMatchObject({ code: "invalid_input" });
  }
});
