import { fromBase64Url, toBase64Url } from "../../ports/encoding.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Challenge } from "./challenge.ts";
import type { PasskeyUse } from "./passkey-store.ts";
import type { AssertionJson, RegistrationJson } from "./schemas.ts";

/** COSE identifiers: ES256, EdDSA, RS256. Browsers take the first that the authenticator supports. */
export const ALGORITHMS = [-7, -8, -257];

/** A credential that was just created. */
export interface NewCredential {
  readonly credentialId: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly userVerified: boolean;
  readonly backedUp: boolean;
}

/** A response of an authenticator whose signature is right. */
export interface Assertion extends PasskeyUse {
  readonly userVerified: boolean;
}

/**
 * Verifies a registration (WebAuthn Level 3 §7.1). No attestation is requested, and one that is there is dropped: verifying it would
 * parse a stranger's certificates and fetch their revocation lists. Throws `passkey_invalid`.
 */
export async function verifyRegistration(
  { id, rawId, type, response }: RegistrationJson,
  { challenge, origins, rpId }: Challenge,
): Promise<NewCredential> {
  const [{ verifyRegistrationResponse }, helpers] = await library();
  return await orInvalid(async () => {
    const { clientDataJSON } = response;
    requireSameOriginFrame(helpers.decodeClientDataJSON(clientDataJSON));
    const decoded = helpers.decodeAttestationObject(copyOf(response.attestationObject));
    const authData = helpers.isoCBOR.encode(
      new Map<string, string | Uint8Array | Map<string, string>>([
        ["fmt", "none"],
        ["attStmt", new Map<string, string>()],
        ["authData", decoded.get("authData")],
      ]),
    );
    const attestationObject = toBase64Url(authData);
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId, type, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (registrationInfo === undefined || registrationInfo.credential.id !== id) throw new Error("credential");
    const { credential, userVerified, credentialBackedUp } = registrationInfo;
    const publicKey = toBase64Url(credential.publicKey);
    return { credentialId: id, publicKey, counter: credential.counter, userVerified, backedUp: credentialBackedUp };
  });
}

/**
 * Verifies a signature (WebAuthn Level 3 §7.2), apart from the signature counter, which `PasskeyStore.use` compares and replaces in
 * one step. Throws `passkey_invalid`.
 */
export async function verifyAssertion(
  { id, rawId, type, response }: AssertionJson,
  { challenge, origins, rpId }: Challenge,
  { publicKey, requireUserVerification }: { readonly publicKey: string; readonly requireUserVerification: boolean },
): Promise<Assertion> {
  const [{ verifyAuthenticationResponse }, helpers] = await library();
  return await orInvalid(async () => {
    const { clientDataJSON, authenticatorData, signature } = response;
    requireSameOriginFrame(helpers.decodeClientDataJSON(clientDataJSON));
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...{ id, rawId, type, clientExtensionResults: {} },
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      // A counter of 0 is below every other, so that only the store compares.
      credential: { id, publicKey: copyOf(publicKey), counter: 0 },
      requireUserVerification,
    });
    if (!verified) throw new Error("signature");
    const { newCounter, userVerified, credentialBackedUp } = authenticationInfo;
    return { counter: newCounter, userVerified, backedUp: credentialBackedUp };
  });
}

/** Loaded in these procedures alone: it is larger than the rest of sign-in. */
async function library() {
  return await Promise.all([import("@simplewebauthn/server"), import("@simplewebauthn/server/helpers")]);
}

/** Refuses a page in a frame of another origin, which could hide what the user agrees to. */
function requireSameOriginFrame({ crossOrigin, topOrigin }: { crossOrigin?: boolean; topOrigin?: string }): void {
  if (crossOrigin === true || topOrigin !== undefined) throw new Error("frame");
}

function copyOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(fromBase64Url(text));
}

/** Parts of the library's messages, which have no codes, and the reasons that they stand for. */
const REASONS = [
  ["challenge", /response challenge/],
  ["origin", /response origin/],
  ["frame", /^frame$/],
  ["rp_id", /RP ID|RPID/],
  ["user_verification", /User verification/],
  ["signature", /^signature$/],
] as const;

/** Throws every failure as `passkey_invalid`: the bytes are a stranger's, whatever the library stumbles over. */
async function orInvalid<Result>(verify: () => Promise<Result>): Promise<Result> {
  try {
    return await verify();
  } catch (error) {
    const text = error instanceof Error ? `${error.name} ${error.message}`.replace(/^Error /, "") : "";
    const [reason] = REASONS.find(([, part]) => part.test(text)) ?? ["response"];
    throw new AppError("passkey_invalid", { reason });
  }
}
