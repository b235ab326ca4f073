import type { App } from "../app.ts";
import type { Entry } from "../audit/entry.ts";
import { AppError } from "../errors/app-error.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { countAttempt, type Guess } from "./count-attempt.ts";
import { emailKey } from "./email.ts";
import { passGate } from "./gate.ts";
import { rehash } from "./rehash.ts";
import { type Client, openSession, type Tokens } from "./session.ts";
import type { UserRow } from "./store.ts";

type Needs = Pick<
  App,
  | "auth"
  | "sessions"
  | "clock"
  | "passwords"
  | "signingKeys"
  | "accessTokens"
  | "refreshTokens"
  | "attempts"
  | "challenges"
>;

/**
 * Throws what `countAttempt` throws, `invalid_credentials`, `busy`, and what the gate throws. An address nobody has takes
 * the same work as a wrong password and answers the same.
 */
export async function login(
  app: Needs,
  tenant: Tenant,
  client: Client,
  {
    email,
    password,
    entry,
    ...guess
  }: { email: string; password: string; entry: Entry } & Pick<Guess, "ip" | "challenge">,
): Promise<Tokens & { user: UserRow }> {
  const account = emailKey(email);
  // The row is read meanwhile, and looked at only once the attempt has been counted.
  const [attempt, found] = await Promise.all([
    countAttempt(app, tenant, { ...guess, kind: "password", account }),
    app.auth.findForLogin(tenant.id, account),
  ]);
  const matches = await verify(app, password, found?.passwordHash).catch(async (error) => {
    // Nobody has looked at the password, so it was no guess.
    await attempt.giveBack();
    throw error;
  });
  if (!found?.passwordHash || !matches) throw new AppError("invalid_credentials");

  passGate(tenant, found.user);
  await rehash(app, found.user.id, password, found.passwordHash);
  const opening = openSession(app, tenant, found.user, client, { methods: ["pwd"], entry });
  const [tokens] = await Promise.all([opening, attempt.succeed()]);
  return { user: found.user, ...tokens };
}

async function verify({ passwords }: Needs, password: string, stored: string | null | undefined): Promise<boolean> {
  return stored ? await passwords.verify(password, stored) : await passwords.verifyNobody(password);
}
