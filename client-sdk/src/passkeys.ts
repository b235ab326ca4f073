import type { CallOptions } from "./calls/call-options.ts";
import { CfAuthError } from "./calls/error.ts";
import { clientError } from "./calls/failures.ts";
import type { Procedures } from "./generated/procedures.ts";
import type {
  FinishPasskeyRegisterResponse,
  FinishPasskeySignInResponse,
  PasskeyAssertion,
  PasskeyCreationOptions,
  PasskeyRegistration,
  PasskeyRequestOptions,
} from "./generated/types.ts";

/** A client with the calls about passkeys: `session.client`, or the client of `createClient`. */
export interface PasskeyClient {
  readonly auth: { readonly passkeys: Pick<Procedures["auth"]["passkeys"], "register" | "signIn" | "stepUp"> };
}

/** Input of `auth.stepUp` that shows a passkey. */
export interface ShownPasskey {
  readonly method: "passkey";
  readonly challengeToken: string;
  readonly passkey: PasskeyAssertion;
}

/** Milliseconds after which autofill gets a new challenge: before the service's 5 minutes are over. */
const AUTOFILL_MS = 4 * 60_000;

/**
 * What this browser can do with passkeys. `autofill`: `signInWithPasskey` with `conditional`. `platform`: this device verifies its user
 * itself, by a PIN or biometrics. All are false outside of a secure page.
 *
 * @example
 * const { supported, autofill } = await passkeySupport();
 */
export async function passkeySupport(): Promise<{ supported: boolean; autofill: boolean; platform: boolean }> {
  if (!isSupported()) return { supported: false, autofill: false, platform: false };
  const [autofill, platform] = await Promise.all([
    PublicKeyCredential.isConditionalMediationAvailable?.() ?? false,
    PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable(),
  ]);
  return { supported: true, autofill, platform };
}

/**
 * Creates a passkey for the signed-in user, and registers it. Requires a sign-in within the last 5 minutes, or the `signInToken` of a
 * sign-in that lacks a factor.
 *
 * @param client - `session.client`.
 * @param options - `name` of the passkey, which defaults to the browser and its system; `signInToken`; `signal` closes the dialog.
 * @returns The passkey, and backup codes to show once if the user had none.
 * @throws `CfAuthError`, with code `passkeys_not_supported`, `passkey_cancelled` if the user closed the dialog or took too long,
 * `passkey_already_registered`, or the codes of `auth.passkeys.register.start` and `.finish`.
 * @example
 * const { passkey, backupCodes } = await createPasskey(session.client, { name: "My laptop" });
 */
export async function createPasskey(
  client: PasskeyClient,
  { name, signInToken, signal }: { name?: string; signInToken?: string } & Pick<CallOptions, "signal"> = {},
): Promise<FinishPasskeyRegisterResponse> {
  requireSupport();
  const { start, finish } = client.auth.passkeys.register;
  const of = signInToken === undefined ? {} : { signInToken };
  const { options, challengeToken } = await start(of, { signal });
  const passkey = (await dialog(() =>
    navigator.credentials.create({ publicKey: creation(options), ...(signal && { signal }) }),
  )) as PasskeyRegistration;
  return await finish({ ...of, ...(name !== undefined && { name }), challengeToken, passkey }, { signal });
}

/**
 * Signs in with a passkey, without an email. With `conditional`, the browser offers the passkeys in the autofill of a field with
 * `autocomplete="username webauthn"`, and the promise waits until the user chooses one.
 *
 * @param client - `session.client`, so that the session starts in every tab.
 * @param options - `conditional` defaults to false. `signal` ends the wait; abort it before another passkey dialog opens.
 * @returns The user and the tokens.
 * @throws `CfAuthError`, with code `passkeys_not_supported`, `passkey_cancelled`, `aborted`, or the codes of
 * `auth.passkeys.signIn.finish`, such as `passkey_invalid`.
 * @example
 * const { user } = await signInWithPasskey(session.client);
 */
export async function signInWithPasskey(
  client: PasskeyClient,
  {
    conditional = false,
    signal,
    mode,
  }: { conditional?: boolean; mode?: "bearer" | "cookie" } & Pick<CallOptions, "signal"> = {},
): Promise<FinishPasskeySignInResponse> {
  requireSupport(conditional && PublicKeyCredential.isConditionalMediationAvailable === undefined);
  const { start, finish } = client.auth.passkeys.signIn;
  for (;;) {
    const { options, challengeToken } = await start({ signal });
    const expiry = conditional ? AbortSignal.timeout(AUTOFILL_MS) : undefined;
    const signals = [signal, expiry].filter((one) => one !== undefined);
    try {
      const passkey = await getPasskey(options, AbortSignal.any(signals), conditional ? "conditional" : undefined);
      return await finish({ challengeToken, passkey, ...(mode && { mode }) }, { signal });
    } catch (error) {
      if (!expiry?.aborted || signal?.aborted) throw error;
    }
  }
}

/**
 * Has the user show a passkey, for `auth.stepUp`: as the second factor of a sign-in, or once more in a session.
 *
 * @param client - `session.client`.
 * @param options - `signInToken` of the error `factor_required`; none for the signed-in user.
 * @returns Fields of the input of `auth.stepUp`.
 * @throws `CfAuthError`, with code `passkeys_not_supported`, `passkey_cancelled`, or the codes of `auth.passkeys.stepUp.start`.
 * @example
 * await session.client.auth.stepUp({ signInToken, ...(await showPasskey(session.client, { signInToken })) });
 */
export async function showPasskey(
  client: PasskeyClient,
  { signInToken, signal }: { signInToken?: string } & Pick<CallOptions, "signal"> = {},
): Promise<ShownPasskey> {
  requireSupport();
  const of = signInToken === undefined ? {} : { signInToken };
  const { options, challengeToken } = await client.auth.passkeys.stepUp.start(of, { signal });
  return { method: "passkey", challengeToken, passkey: await getPasskey(options, signal) };
}

async function getPasskey(
  options: PasskeyRequestOptions,
  signal: AbortSignal | undefined,
  mediation?: CredentialMediationRequirement,
): Promise<PasskeyAssertion> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const request = { publicKey, ...(signal && { signal }), ...(mediation && { mediation }) };
  // The browser's JSON of an assertion.
  return (await dialog(() => navigator.credentials.get(request))) as PasskeyAssertion;
}

function creation(options: PasskeyCreationOptions): PublicKeyCredentialCreationOptions {
  return PublicKeyCredential.parseCreationOptionsFromJSON(options);
}

/** The browser's JSON of a credential. Its errors get a code. */
async function dialog(open: () => Promise<Credential | null>): Promise<unknown> {
  try {
    // Requests for a public key are answered with one.
    return ((await open()) as PublicKeyCredential).toJSON();
  } catch (error) {
    throw passkeyError(error);
  }
}

function passkeyError(error: unknown): CfAuthError {
  const { name } = Object(error);
  if (name === "InvalidStateError") {
    const message = "The authenticator has a passkey of this user already.";
    return new CfAuthError({
      ...{ code: "passkey_already_registered", message, cause: error, retryable: false },
      action: "Use another authenticator.",
    });
  }
  if (name === "AbortError" || name === "TimeoutError")
    return clientError("aborted", "The call was aborted.", "Repeat the call without aborting its signal.", error);
  if (name === "SecurityError")
    return clientError(
      "passkeys_not_supported",
      "This page may not use the tenant's passkeys.",
      "Set the tenant's setting passkeyRpId to this page's domain, or list the page's origin in passkeyOrigins.",
      error,
    );
  return clientError(
    "passkey_cancelled",
    "No passkey was used: the user closed the dialog, took too long, or has none.",
    "Offer to try again, or another way of signing in.",
    error,
  );
}

function isSupported(): boolean {
  return typeof PublicKeyCredential === "function" && "parseCreationOptionsFromJSON" in PublicKeyCredential;
}

function requireSupport(lacks = false): void {
  if (isSupported() && !lacks) return;
  throw clientError(
    "passkeys_not_supported",
    "This browser or page can't use passkeys.",
    "Offer another way of signing in. Passkeys need a secure page and a browser of 2025 or later.",
    undefined,
  );
}
