import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { authenticatorWith, registerPasskey } from "../../test/passkeys.ts";
import {
  linkedIdentity,
  type MethodSetting,
  peopleOf,
  type Registered,
  registered,
} from "../../test/sign-in-methods.ts";
import { createWorld } from "../../test/world.ts";

let nextPerson: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  nextPerson = peopleOf(await createWorld());
});

type Way = "passkey" | "social" | "enterprise";

/** A person with a password and these other ways in, and their removal. */
async function personWith(ways: readonly Way[], { verified = false } = {}) {
  const setting = await nextPerson();
  const person = await registered(setting, { verified });
  const removals: (() => Promise<string>)[] = [];
  for (const way of ways) removals.push(await added(setting, person, way));
  return { setting, person, removals };
}

/** Adds a way in. Returns its removal, whose result is `removed` or an error's code. */
async function added(setting: MethodSetting, person: Registered, way: Way): Promise<() => Promise<string>> {
  const { passkeys, identities } = person.signedIn.auth;
  if (way === "passkey") {
    const { passkey } = await registerPasskey(person.signedIn, authenticatorWith());
    return async () => await outcome(passkeys.remove.mutate({ id: passkey.id }));
  }
  const { identity } = await linkedIdentity(setting, person, way);
  return async () => await outcome(identities.unlink.mutate({ id: identity.id }));
}

async function outcome(removal: Promise<unknown>): Promise<string> {
  return await removal.then(
    () => "removed",
    async () => (await errorOf(removal)).code,
  );
}

const LAST = "last_sign_in_method";

describe("the removal of a passkey or identity", () => {
  it.each<[string, readonly Way[], object, readonly string[]]>([
    ["a password", ["passkey", "social"], {}, ["removed", "removed"]],
    ["no password that is off", ["passkey"], { signInMethods: ["passkey"] }, [LAST]],
    ["an identity", ["passkey", "social"], { signInMethods: ["passkey"] }, ["removed", LAST]],
    ["a passkey", ["social", "passkey"], { signInMethods: ["passkey"] }, ["removed", LAST]],
    ["no passkey that is off", ["social", "passkey"], { signInMethods: [] }, [LAST, "removed"]],
  ])("is refused unless another way to sign in is left: %s counts", async (_, ways, settings, expected) => {
    const { setting, removals } = await personWith(ways);
    await setting.set(settings);
    const results = [];
    for (const remove of removals) results.push(await remove());
    expect(results).toEqual(expected);
  });

  it.each([
    ["email_code", true, "removed"],
    ["magic_link", true, "removed"],
    // By the link to choose one.
    ["password", true, "removed"],
    ["passkey", true, LAST],
    ["email_code", false, LAST],
  ])("counts an email with %s on, if it is verified: %s", async (method, verified, expected) => {
    const { setting, removals } = await personWith(["passkey"], { verified });
    await setting.set({ signInMethods: ["passkey", method] });
    expect(await removals[0]?.()).toBe(expected);
  });

  it("counts no identity of a disabled provider, which can be removed", async () => {
    const { setting, removals } = await personWith(["passkey", "social"]);
    await setting.set({ signInMethods: ["passkey"] });
    await setting.turnOff("social", {});
    expect(await removals[0]?.()).toBe(LAST);
    expect(await removals[1]?.()).toBe("removed");
  });

  it("counts the identity of the provider alone at an enterprise domain", async () => {
    const { setting, removals } = await personWith(["enterprise", "social", "passkey"], { verified: true });
    await setting.setDomain("enterprise");
    expect(await removals[0]?.()).toBe(LAST);
    expect(await removals[1]?.()).toBe("removed");
    expect(await removals[2]?.()).toBe("removed");
  });

  it("counts no identity of a provider from which the domain has moved", async () => {
    const { setting, removals } = await personWith(["enterprise", "passkey"], { verified: true });
    await setting.setDomain("moved");
    expect(await removals[0]?.()).toBe("removed");
  });

  it.each<[Way, Way]>([
    ["passkey", "passkey"],
    ["passkey", "social"],
  ])("leaves one way in when a %s and a %s are removed at the same time", async (one, other) => {
    const { setting, removals } = await personWith([one, other]);
    await setting.set({ signInMethods: ["passkey"] });
    const results = await Promise.all(removals.map((remove) => remove()));
    expect(results.sort()).toEqual([LAST, "removed"]);
  });

  it("leaves one of two identities that are removed at the same time", async () => {
    const { setting, person, removals } = await personWith(["social"]);
    const second = await linkedIdentity(setting, person, "social", "another account");
    removals.push(async () => {
      return await outcome(person.signedIn.auth.identities.unlink.mutate({ id: second.identity.id }));
    });
    await setting.set({ signInMethods: [] });
    const results = await Promise.all(removals.map((remove) => remove()));
    expect(results.sort()).toEqual([LAST, "removed"]);
    expect((await person.signedIn.auth.identities.list.query()).items).toHaveLength(1);
  });
});
