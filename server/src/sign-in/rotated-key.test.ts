import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";

// A publishable key is rotated while users are signed in: pages with the old key and with its successor are open.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let people = 0;
async function rotated(rotations = 1) {
  const { client } = world.acme;
  const made = await client.apiKeys.create.mutate({ kind: "publishable", name: "page" });
  const keys = [made];
  for (let i = 0; i < rotations; i++) {
    const { id } = keys.at(-1)?.apiKey ?? made.apiKey;
    keys.push(await client.apiKeys.rotate.mutate({ id, overlapSeconds: 86_400 }));
  }
  const person = { email: `rotated-${++people}@example.com`, password: "an unlikely sentence" };
  const [before, after] = [made.key, keys.at(-1)?.key ?? ""];
  await clientFor({ key: before }).auth.register.mutate(person);
  const { refreshToken } = await clientFor({ key: before }).auth.login.mutate(person);
  return { before, after, refreshToken };
}

it.each([1, 2, 3])("the successor of a key refreshes its sessions after %i rotations", async (rotations) => {
  const { after, refreshToken } = await rotated(rotations);
  const next = await clientFor({ key: after }).auth.refresh.mutate({ refreshToken });
  expect((await clientFor({ token: next.accessToken }).auth.me.query()).sessionId).toMatch(/^ses_/);
});

describe("two pages with the old and the new key that refresh one token are one client:", () => {
  it.each([
    ["the old key first", false],
    ["the new key first", true],
  ])("%s", async (_, isNewFirst) => {
    const { before, after, refreshToken } = await rotated(2);
    const keys = isNewFirst ? [after, before, after] : [before, after, before];
    const tokens = [];
    for (const key of keys) tokens.push(await clientFor({ key }).auth.refresh.mutate({ refreshToken }));
    expect(new Set(tokens.map((token) => token.refreshToken)).size).toBe(1);
  });

  it("under one idempotency key both get the same response, even an hour later", async () => {
    const clock = new MovedClock();
    const moved = isolate(clock);
    const { before, after, refreshToken } = await rotated();
    const headers = { "idempotency-key": "an-exchange-0123456789" };
    const first = await moved.clientFor({ key: before, headers }).auth.refresh.mutate({ refreshToken });
    clock.advance(3600);
    expect(await moved.clientFor({ key: after, headers }).auth.refresh.mutate({ refreshToken })).toEqual(first);
  });
});

it("an unrelated key is another client", async () => {
  const { before, refreshToken } = await rotated();
  await clientFor({ key: before }).auth.refresh.mutate({ refreshToken });
  const reuse = world.acme.browser.auth.refresh.mutate({ refreshToken });
  expect(await errorOf(reuse)).toMatchObject({ code: "refresh_token_reused" });
});
