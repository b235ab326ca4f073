import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../../test/client.ts";
import { missingOf } from "../../../test/factors.ts";
import { PARALLEL } from "../../../test/parallel.ts";
import {
  authenticatorWith,
  invalidPasskey,
  PAGES_ORIGIN,
  registerPasskey,
  signInWithPasskey,
  stepUpWithPasskey,
  tenantWithPerson,
  withPasskey,
} from "../../../test/passkeys.ts";
import type { Tampered } from "../../../test/software-authenticator.ts";
import { createWorld, type World } from "../../../test/world.ts";

let world: World;
/** A user with a passkey, for cases that change nothing. */
let user: Awaited<ReturnType<typeof withPasskey>>;
beforeAll(async () => {
  world = await createWorld();
  user = await withPasskey(world);
});

const FORGED: readonly (readonly [string, Tampered, string])[] = [
  ["another origin", { origin: "https://evil.example" }, "origin"],
  ["an origin that only begins like the right one", { origin: `${PAGES_ORIGIN}.evil.example` }, "origin"],
  ["another RP id", { rpId: "evil.example" }, "rp_id"],
  ["another challenge", { challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }, "challenge"],
  ["a frame of another origin", { crossOrigin: true }, "frame"],
  ["the type of the other ceremony", { type: "webauthn.other" }, "response"],
  ["nobody present", { userPresent: false }, "response"],
];

describe("a sign-in with a passkey", () => {
  it.each([
    ...FORGED,
    ["a cleared user verification bit", { userVerified: false }, "user_verification"],
    ["no user handle", { userHandle: undefined }, "user_handle"],
    ["another user's handle", { userHandle: "dXNyXzE" }, "user_handle"],
    ["a wrong signature", { signature: new Uint8Array([48, 6, 2, 1, 1, 2, 1, 1]) }, "signature"],
    ["a signature of nonsense", { signature: new Uint8Array(70) }, "response"],
  ] as const)("rule 19: is refused with %s", async (_, tampered, reason) => {
    const { anyone, authenticator } = user;
    expect(await errorOf(signInWithPasskey(anyone, authenticator, tampered))).toMatchObject(invalidPasskey(reason));
  });

  it(`rule 16: is completed once with each challenge, also in ${PARALLEL} parallel tries`, async () => {
    const { anyone, authenticator } = await withPasskey(world, { counts: 0 });
    const { options, challengeToken } = await anyone.auth.passkeys.signIn.start.mutate();
    const passkey = await authenticator.get(options);
    const finish = async () => await anyone.auth.passkeys.signIn.finish.mutate({ challengeToken, passkey });
    const tries = await Promise.allSettled(Array.from({ length: PARALLEL }, finish));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await errorOf(finish())).toMatchObject(invalidPasskey("challenge"));
  });

  it("rule 19: uses its challenge up even if the response is wrong", async () => {
    const { anyone, authenticator } = user;
    const { options, challengeToken } = await anyone.auth.passkeys.signIn.start.mutate();
    const { finish } = anyone.auth.passkeys.signIn;
    const wrong = await authenticator.get(options, { origin: "https://evil.example" });
    expect(await errorOf(finish.mutate({ challengeToken, passkey: wrong }))).toMatchObject(invalidPasskey("origin"));
    const right = await authenticator.get(options);
    expect(await errorOf(finish.mutate({ challengeToken, passkey: right }))).toMatchObject(invalidPasskey("challenge"));
  });

  it("rule 19: needs an answer within 5 minutes", async () => {
    const { anyone, authenticator, clock } = await withPasskey(world);
    const { options, challengeToken, expiresAt } = await anyone.auth.passkeys.signIn.start.mutate();
    expect(expiresAt.getTime() - clock.now().getTime()).toBe(300_000);
    expect(options.challenge).toMatch(/^[\w-]{43}$/);
    const passkey = await authenticator.get(options);
    clock.advance(300);
    const finish = anyone.auth.passkeys.signIn.finish.mutate({ challengeToken, passkey });
    expect(await errorOf(finish)).toMatchObject(invalidPasskey("challenge"));
  });

  it("rule 19: is refused with a passkey of another tenant, although both share an RP id", async () => {
    const { authenticator, anyone } = user;
    const other = await tenantWithPerson(world);
    const foreign = await errorOf(signInWithPasskey(other.anyone, authenticator));
    expect(foreign).toMatchObject(invalidPasskey("unknown"));
    const { options, challengeToken } = await anyone.auth.passkeys.signIn.start.mutate();
    const passkey = await authenticator.get(options);
    const elsewhere = other.anyone.auth.passkeys.signIn.finish.mutate({ challengeToken, passkey });
    expect(await errorOf(elsewhere)).toMatchObject(invalidPasskey("challenge"));
  });

  it("is refused and audited when the signature counter doesn't grow", async () => {
    const { anyone, authenticator, tenant, passkey, clock } = await withPasskey(world);
    await signInWithPasskey(anyone, authenticator, { counter: 7 });
    clock.advance(1);
    for (const counter of [0, 6, 7]) {
      const cloned = signInWithPasskey(anyone, authenticator, { counter });
      expect(await errorOf(cloned)).toMatchObject(invalidPasskey("counter"));
    }
    const refused = { event: "auth.passkeys.signIn.finish", outcome: "refused" } as const;
    const { items } = await tenant.client.audit.list.query(refused);
    // Equal refusals of a while are one event.
    const details = { passkeyId: passkey.id, counter: 0, storedCounter: 7 };
    expect(items).toMatchObject([{ outcome: "passkey_invalid", details }]);
    await signInWithPasskey(anyone, authenticator, { counter: 8 });
  });

  it("accepts an authenticator without a counter", async () => {
    const { anyone, authenticator } = await withPasskey(world, { counts: 0 });
    for (let i = 0; i < 2; i++) await signInWithPasskey(anyone, authenticator);
  });

  it("needs a passkey that verified its user at registration, whatever it says now", async () => {
    const { anyone, authenticator } = await withPasskey(world, { userVerified: false });
    const found = signInWithPasskey(anyone, authenticator, { userVerified: true });
    expect(await errorOf(found)).toMatchObject(invalidPasskey("user_verification"));
  });
});

describe("a registration", () => {
  it.each(FORGED)("rule 19: is refused with %s", async (_, tampered, reason) => {
    const forged = registerPasskey(user.signedIn, authenticatorWith(), tampered);
    expect(await errorOf(forged)).toMatchObject(invalidPasskey(reason));
    expect((await user.signedIn.auth.passkeys.list.query({})).items).toHaveLength(1);
  });

  it("drops an attestation that nobody asked for, unread", async () => {
    const { signedIn, anyone } = await tenantWithPerson(world);
    const authenticator = authenticatorWith();
    await registerPasskey(signedIn, authenticator, { format: "android-safetynet" });
    await signInWithPasskey(anyone, authenticator);
  });

  it(`rule 16: succeeds once with each challenge, also in ${PARALLEL} parallel tries`, async () => {
    const { signedIn } = await tenantWithPerson(world);
    const { options, challengeToken } = await signedIn.auth.passkeys.register.start.mutate({});
    const passkeys = await Promise.all(
      Array.from({ length: PARALLEL }, async () => await authenticatorWith().create(options)),
    );
    const { finish } = signedIn.auth.passkeys.register;
    const tries = await Promise.allSettled(
      passkeys.map(async (passkey) => await finish.mutate({ challengeToken, passkey })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await signedIn.auth.passkeys.list.query({})).items).toHaveLength(1);
  });

  it("rule 19: belongs to the session that began it", async () => {
    const { signedIn, login, clientFor } = await tenantWithPerson(world);
    const other = clientFor({ token: (await login()).accessToken });
    const { options, challengeToken } = await signedIn.auth.passkeys.register.start.mutate({});
    const passkey = await authenticatorWith().create(options);
    const elsewhere = other.auth.passkeys.register.finish.mutate({ challengeToken, passkey });
    expect(await errorOf(elsewhere)).toMatchObject(invalidPasskey("challenge"));
  });

  it("rule 19: can't be completed with the challenge of a sign-in", async () => {
    const { signedIn, anyone } = await tenantWithPerson(world);
    const { options } = await signedIn.auth.passkeys.register.start.mutate({});
    const { challengeToken, options: of } = await anyone.auth.passkeys.signIn.start.mutate();
    const passkey = await authenticatorWith().create({ ...options, challenge: of.challenge });
    const confused = signedIn.auth.passkeys.register.finish.mutate({ challengeToken, passkey });
    expect(await errorOf(confused)).toMatchObject(invalidPasskey("challenge"));
  });

  it("stores no challenge token in the clear", async () => {
    const { signedIn, tenant } = await tenantWithPerson(world);
    const { challengeToken } = await signedIn.auth.passkeys.register.start.mutate({});
    const sql = "SELECT * FROM sign_in_states WHERE tenant_id = ?";
    const { results } = await env.DB.prepare(sql).bind(tenant.tenant.id).all();
    expect(JSON.stringify(results)).not.toContain(challengeToken);
  });
});

describe("a step-up with a passkey", () => {
  it.each(FORGED)("rule 19: is refused with %s", async (_, tampered, reason) => {
    const { signedIn, anyone, authenticator, session } = user;
    const { options, challengeToken } = await signedIn.auth.passkeys.stepUp.start.mutate({});
    const passkey = await authenticator.get(options, tampered);
    const shown = { method: "passkey", challengeToken, passkey, refreshToken: session.refreshToken } as const;
    expect(await errorOf(anyone.auth.stepUp.mutate(shown))).toMatchObject(invalidPasskey(reason));
  });

  it("rule 19: belongs to the sign-in that began it", async () => {
    const { anyone, authenticator, login, set } = await withPasskey(world);
    await set({ secondFactor: "required" });
    const [first, second] = [await missingOf(login()), await missingOf(login())];
    const of = { signInToken: first.signInToken };
    const { options, challengeToken } = await anyone.auth.passkeys.stepUp.start.mutate(of);
    const passkey = await authenticator.get(options);
    const { signInToken } = second;
    const elsewhere = anyone.auth.stepUp.mutate({ signInToken, method: "passkey", challengeToken, passkey });
    expect(await errorOf(elsewhere)).toMatchObject(invalidPasskey("challenge"));
    await stepUpWithPasskey(anyone, authenticator, signInToken);
  });
});
