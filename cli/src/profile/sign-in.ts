import { CfAuthError, solveChallenge, type User } from "@cf-auth/client";
import { createSession } from "@cf-auth/client/browser";
import type { Io } from "../io.ts";
import { completeWithFactor, missingFactorsOf } from "./second-factor.ts";
import { sessionStorage } from "./session-storage.ts";
import type { Settings } from "./settings.ts";

export interface SignInRequest {
  readonly url: string;
  readonly tenant: string;
  readonly email: string;
  readonly password: string;
  /** A code of the second factor. Defaults to a prompt. */
  readonly code?: string | undefined;
}

/**
 * Signs in and stores the session in the profile. Solves the proof of work that the service may request, and asks for the second
 * factor that the account needs.
 */
export async function signIn(request: SignInRequest, { config, profileName }: Settings, io: Io): Promise<User> {
  const { url, tenant, email, password } = request;
  let record = "";
  const storage = {
    getItem: () => null,
    setItem: (_name: string, value: string) => {
      record = value;
    },
  };
  const session = createSession({ url, tenant, storage, fetch: io.fetch });
  const login = async (challenge?: { token: string }) =>
    await session.login({ email, password, ...(challenge && { challenge }) }, { signal: io.signal });
  const withChallenge = async () =>
    await login().catch(async (error: unknown) => {
      const challenge = await solveChallenge(error, { signal: io.signal });
      if (challenge === undefined) throw error;
      return await login(challenge);
    });
  const { user } = await withChallenge().catch(async (error: unknown) => {
    const missing = missingFactorsOf(error);
    if (missing === undefined) throw error;
    return await completeWithFactor(session, missing, request.code, io);
  });
  session.dispose();
  config.write(profileName, { url, session: { tenant, email, record } });
  return user;
}

/** Ends the session at the service, then removes the profile. A key stays valid: it may be in use elsewhere. */
export async function signOut(settings: Settings, io: Io): Promise<void> {
  const { config, profileName } = settings;
  const profile = config.profile(profileName);
  if (profile === undefined) return;
  if (profile.session !== undefined) {
    const { tenant } = profile.session;
    const session = createSession({ url: profile.url, tenant, storage: sessionStorage(settings), fetch: io.fetch });
    try {
      // Loads the session from the storage.
      await session.accessToken();
      await session.logout({ signal: io.signal });
    } catch (error) {
      if (!(error instanceof CfAuthError && error.code === "session_ended")) throw error;
    } finally {
      session.dispose();
      config.write(profileName, undefined);
    }
  } else config.write(profileName, undefined);
}
