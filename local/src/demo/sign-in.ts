import { createRemoteJWKSet, jwtVerify } from "jose";
import type { Sdk } from "../sdk.ts";
import { codeOf } from "./outcome.ts";
import type { Report } from "./report.ts";

const PERSON = { email: "anne@example.com", password: "seven wild geese at dawn", name: "Anne" };

/** An end user's whole life with the tenant: register, sign in, refresh, sign out. */
export async function signIn(
  report: Report,
  sdk: Sdk,
  { url, tenantId, key }: { url: string; tenantId: string; key: string },
): Promise<void> {
  const { createClient } = sdk;
  const browser = createClient({ url, key });
  const { user } = await report.step(
    "Register",
    () => browser.auth.register(PERSON),
    (r) => `${r.user.email}, ${r.user.id}`,
  );
  const session = await report.step(
    "Sign in",
    () => browser.auth.login(PERSON_LOGIN),
    (r) => `access token until ${r.accessTokenExpiresAt.toISOString()}`,
  );
  const claims = await report.step(
    "Verify the access token offline with jose",
    () => verifyOffline(`${url}/t/${tenantId}`, tenantId, session.accessToken),
    ({ payload, protectedHeader }) => `${protectedHeader.alg} ${protectedHeader.typ}, sub ${payload.sub}`,
  );
  report.expect(claims.payload.sub === user.id, "the token's subject is not the user");

  const refresh = (refreshToken: string) => browser.auth.refresh({ refreshToken });
  const next = await report.step(
    "Refresh",
    () => refresh(session.refreshToken),
    () => "new tokens",
  );
  report.expect(next.refreshToken !== session.refreshToken, "the refresh token stayed the same");
  const signedIn = createClient({ url, key, token: next.accessToken });
  const me = await report.step(
    "Who am I",
    () => signedIn.auth.me(),
    (r) => `${r.user.name}, session ${r.sessionId}`,
  );
  report.expect(me.user.id === user.id, "auth.me shows somebody else");

  await report.step(
    "Sign out",
    () => signedIn.auth.logout({}),
    (r) => `session ${r.sessionId} ended`,
  );
  const refreshed = await report.step(
    "The refresh token now",
    () => codeOf(sdk, refresh(next.refreshToken)),
    (code) => code,
  );
  const asked = await report.step(
    "The access token now",
    () => codeOf(sdk, signedIn.auth.me()),
    (code) => code,
  );
  report.expect(refreshed === "session_ended", `the refresh token still works (${refreshed})`);
  report.expect(asked === "session_ended", `the access token still works (${asked})`);
}

const PERSON_LOGIN = { email: PERSON.email, password: PERSON.password };

/** As any backend would: with the tenant's public keys and nothing else. */
async function verifyOffline(issuer: string, audience: string, token: string) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return await jwtVerify(token, keys, { issuer, audience, typ: "at+jwt", algorithms: ["EdDSA"] });
}
