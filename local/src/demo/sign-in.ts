import type { CfAuthClient } from "@cf-auth/client";
import { createRemoteJWKSet, jwtVerify } from "jose";
import type { Sdk } from "../sdk.ts";
import { codeOf } from "./outcome.ts";
import type { Report } from "./report.ts";

const PERSON = { email: "anne@example.com", password: "seven wild geese at dawn", name: "Anne" };

/** An end user's whole life with the tenant: register, verify the address, sign in, refresh, sign out. */
export async function signIn(
  report: Report,
  sdk: Sdk,
  { url, tenantId, key }: { url: string; tenantId: string; key: string },
): Promise<void> {
  const { createClient } = sdk;
  const browser = createClient({ url, key });
  await report.step(
    "Register",
    () => browser.auth.register(PERSON),
    () => PERSON.email,
  );
  const again = await report.step(
    "Register again, as somebody else might",
    () => browser.auth.register({ ...PERSON, password: "eight wild geese at dusk" }),
    () => "the same answer, and a letter to Anne that says so",
  );
  report.expect(again.next === "login", `the answer tells that the address is taken (${again.next})`);
  await verifyByLetter(report, browser, `${url}/dev/mailbox.json?tenant=${tenantId}&to=${PERSON.email}`);
  const session = await report.step(
    "Sign in",
    () => browser.auth.login(PERSON_LOGIN),
    (r) => `access token until ${r.accessTokenExpiresAt.toISOString()}`,
  );
  const { user } = session;
  report.expect(user.emailVerified, "the address is not verified");
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

/** What Anne does with her mail: opens the letter, looks at the page behind its link, and presses the button there. */
async function verifyByLetter(report: Report, browser: CfAuthClient, mailbox: string): Promise<void> {
  const letter = await report.step(
    "The letter to verify the address, in the local mailbox",
    () => letterIn(`${mailbox}&kind=verify_email`),
    ({ subject }) => subject,
  );
  const { link = "" } = letter.values;
  const page = await report.step(
    "The page behind its link, which changes nothing by itself",
    () => fetch(link),
    ({ status, headers }) => `${status} ${headers.get("content-type")}`,
  );
  report.expect(page.ok, `the page answers ${page.status}`);
  const { result } = await report.step(
    "Its button",
    () => browser.auth.email.confirm({ token: new URL(link).searchParams.get("token") ?? "" }),
    (confirmation) => `${confirmation.email} ${confirmation.result}`,
  );
  report.expect(result === "verified", `the link did not verify the address (${result})`);
}

/** The newest letter that the mailbox holds. Throws where it is empty. */
async function letterIn(mailbox: string): Promise<{ subject: string; values: { link?: string } }> {
  // Answered by the Worker; docs/email.md says what is in it.
  const { items } = (await (await fetch(mailbox)).json()) as {
    items: { subject: string; values: { link?: string } }[];
  };
  const [letter] = items;
  if (letter === undefined) throw new Error(`There is no letter at ${mailbox}.`);
  return letter;
}

const PERSON_LOGIN = { email: PERSON.email, password: PERSON.password };

/** As any backend would: with the tenant's public keys and nothing else. */
async function verifyOffline(issuer: string, audience: string, token: string) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return await jwtVerify(token, keys, { issuer, audience, typ: "at+jwt", algorithms: ["EdDSA"] });
}
