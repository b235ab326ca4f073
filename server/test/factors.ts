import { codeAt } from "../src/factors/totp.ts";
import type { Clock } from "../src/ports/time.ts";
import type { clientFor } from "./client.ts";
import { errorOf } from "./client.ts";

type TestClient = ReturnType<typeof clientFor>;

const STEP_SECONDS = 30;
const systemClock: Clock = { now: () => new Date() };

/** An authenticator app, as its owner holds it. */
export class Authenticator {
  readonly secret: string;
  private readonly clock: Clock;

  constructor(secret: string, clock: Clock = systemClock) {
    this.secret = secret;
    this.clock = clock;
  }

  /** The code of the present step, or of one `steps` later. */
  code(steps = 0): string {
    return codeAt(this.secret, new Date(this.clock.now().getTime() + steps * STEP_SECONDS * 1000));
  }
}

/** Enrols an authenticator app for a signed-in user. */
export async function enrol(signedIn: TestClient, clock?: Clock) {
  const { secret } = await signedIn.auth.factors.totp.start.mutate({});
  const app = new Authenticator(secret, clock);
  const { backupCodes } = await signedIn.auth.factors.totp.confirm.mutate({ code: app.code() });
  return { app, backupCodes };
}

/** What a sign-in that lacks a factor says is missing. */
export async function missingOf(login: Promise<unknown>) {
  const { code, details } = await errorOf(login);
  // Another failure is the caller's to see.
  if (code !== "factor_required") await login;
  return details as { signInToken: string; methods: string[]; enroll: string[] };
}

/** Backup codes that are left, by email, of users whom `signInWithFactor` has enrolled. */
const backupCodesOf = new Map<string, string[]>();

/**
 * Signs in a user who must show a second factor: enrols an authenticator app the first time, and uses backup codes afterwards,
 * because each code of the app works once.
 */
export async function signInWithFactor(
  anyone: TestClient,
  credentials: { email: string; password: string },
  clock?: Clock,
) {
  const { signInToken, enroll } = await missingOf(anyone.auth.login.mutate(credentials));
  const left = backupCodesOf.get(credentials.email) ?? [];
  const code = enroll.length > 0 ? undefined : left.pop();
  if (code !== undefined) return await anyone.auth.stepUp.mutate({ signInToken, method: "backup_code", code });
  const { secret } = await anyone.auth.factors.totp.start.mutate({ signInToken });
  const app = new Authenticator(secret, clock);
  const { backupCodes } = await anyone.auth.factors.totp.confirm.mutate({ signInToken, code: app.code() });
  backupCodesOf.set(credentials.email, backupCodes);
  return await anyone.auth.stepUp.mutate({ signInToken });
}
