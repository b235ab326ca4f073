import type { CfAuthClient } from "@cf-auth/client";
import { createRemoteJWKSet, jwtVerify } from "jose";
import type { Sdk } from "../sdk.ts";
import { codeOf } from "./outcome.ts";
import type { Report } from "./report.ts";

const PERSON = { email: "anne@example.com", password: "seven wild geese at dawn", name: "Anne" };

/** An end user's flow: register, verify the email, sign in, refresh, sign out. */
export async function signIn(
  report: Report,
  sdk: Sdk,
  { url, tenantId, key }: { url: string; tenantId: string; key: string },
): Promise<void> {
  const { createClient } = sdk;
  const browser = createClient({ url, key });
  const { registrationToken } = await report.step(
    "Register",
    () => browser.auth.register(PERSON),
    () => PERSON.email,
  );
  const repeated = await report.step(
    "Register again, as somebody else might",
    () => browser.auth.register({ ...PERSON, password: "eight wild geese at dusk" }),
    () => "the same response, and an email to Anne about it",
  );
  report.expect(repeated.next === "login", `the response reveals that the email is taken (${repeated.next})`);
  await verifyByEmail(
    report,
    browser,
    registrationToken,
    `${url}/dev/mailbox.json?tenant=${tenantId}&to=${PERSON.email}`,
  );
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
  const outcome = await report.step(
    "The access token now",
    () => codeOf(sdk, signedIn.auth.me()),
    (code) => code,
  );
  report.expect(refreshed === "session_ended", `the refresh token still works (${refreshed})`);
  report.expect(outcome === "session_ended", `the access token still works (${outcome})`);
}

/** Opens the verification email, follows its link and presses the button on the page. */
async function verifyByEmail(
  report: Report,
  browser: CfAuthClient,
  registrationToken: string,
  mailbox: string,
): Promise<void> {
  const message = await report.step(
    "The verification email in the local mailbox",
    () => newestEmail(`${mailbox}&kind=verify_email`),
    ({ subject }) => subject,
  );
  const { link = "" } = message.values;
  const page = await report.step(
    "The page behind its link, which changes nothing by itself",
    () => fetch(link),
    ({ status, headers }) => `${status} ${headers.get("content-type")}`,
  );
  report.expect(page.ok, `the page answers ${page.status}`);
  const token = new URL(link).searchParams.get("token") ?? "";
  const { result } = await report.step(
    "Its confirmation by the client that registered, so that the password stays",
    () => browser.auth.email.confirm({ token, registrationToken }),
    (confirmation) => `${confirmation.email} ${confirmation.result}`,
  );
  report.expect(result === "verified", `the link did not verify the address (${result})`);
}

/** The newest email in the mailbox. Throws if it is empty. */
async function newestEmail(mailbox: string): Promise<{ subject: string; values: { link?: string } }> {
  // Answered by the Worker; docs/email.md says what is in it.
  const { items } = (await (await fetch(mailbox)).json()) as {
    items: { subject: string; values: { link?: string } }[];
  };
  const [message] = items;
  if (message === undefined) throw new Error(`The mailbox ${mailbox} has no email.`);
  return message;
}

const PERSON_LOGIN = { email: PERSON.email, password: PERSON.password };

/** As any backend would: with the tenant's public keys and nothing else. */
async function verifyOffline(issuer: string, audience: string, token: string) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return await jwtVerify(token, keys, { issuer, audience, typ: "at+jwt", algorithms: ["EdDSA"] });
}
