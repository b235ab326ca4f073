import * as z from "zod";
import { nameInput } from "../../accounts/inputs.ts";
import type { PasskeyRow } from "../../factors/factor-store.ts";

/** A binary value of WebAuthn's JSON, base64url without padding. */
function base64Url(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .regex(/^[A-Za-z0-9_-]+$/, "Use base64url without padding.");
}

/** A credential id has at most 1,023 bytes (WebAuthn Level 3 §4, Credential ID). */
const credentialId = base64Url(1364).describe("The credential's id, base64url.");
/** Names of transports that a browser may have in the future are stored, too. */
const transport = z.string().min(1).max(32);

/** Members that both responses have. Browsers may add others, which are ignored. */
const credential = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
};

/** RegistrationResponseJSON (WebAuthn Level 3 §5.1.8). */
export const registrationJson = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: base64Url(8192),
      attestationObject: base64Url(32_768),
      transports: z.array(transport).max(10).optional(),
    }),
  })
  .describe("The new credential, as PublicKeyCredential.toJSON() gives it.")
  .meta({ id: "PasskeyRegistration", description: "A new credential (RegistrationResponseJSON of WebAuthn Level 3)." });

/** AuthenticationResponseJSON (WebAuthn Level 3 §5.1.8). */
export const assertionJson = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: base64Url(8192),
      authenticatorData: base64Url(8192),
      signature: base64Url(2048),
      userHandle: base64Url(88).nullish(),
    }),
  })
  .describe("The credential's signature, as PublicKeyCredential.toJSON() gives it.")
  .meta({
    id: "PasskeyAssertion",
    description: "A signature by a passkey (AuthenticationResponseJSON of WebAuthn Level 3).",
  });

export type RegistrationJson = z.output<typeof registrationJson>;
export type AssertionJson = z.output<typeof assertionJson>;

export const challengeTokenInput = z
  .string()
  .min(1)
  .max(128)
  .describe("The challengeToken of the call that started this. It works once, for 5 minutes.");

export const passkeyNameInput = nameInput.describe("A name by which the user recognises the passkey.");

const descriptor = z.object({
  type: z.literal("public-key"),
  id: z.string(),
  transports: z.array(z.string()).describe("Ways to reach the authenticator; empty if unknown."),
});

/** PublicKeyCredentialCreationOptionsJSON. */
const creationOptions = z
  .object({
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    challenge: z.string(),
    pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.int() })),
    timeout: z.int(),
    excludeCredentials: z.array(descriptor),
    authenticatorSelection: z.object({
      residentKey: z.literal("preferred"),
      userVerification: z.literal("preferred"),
    }),
    attestation: z.literal("none"),
  })
  .meta({
    id: "PasskeyCreationOptions",
    description: "Options for PublicKeyCredential.parseCreationOptionsFromJSON (WebAuthn Level 3).",
  });

/** PublicKeyCredentialRequestOptionsJSON. */
const requestOptions = z
  .object({
    challenge: z.string(),
    timeout: z.int(),
    rpId: z.string(),
    allowCredentials: z.array(descriptor),
    userVerification: z.enum(["required", "preferred"]),
  })
  .meta({
    id: "PasskeyRequestOptions",
    description: "Options for PublicKeyCredential.parseRequestOptionsFromJSON (WebAuthn Level 3).",
  });

export type CreationOptions = z.output<typeof creationOptions>;
export type RequestOptions = z.output<typeof requestOptions>;

const started = {
  challengeToken: z.string().describe("Send it with the result. It works once."),
  expiresAt: z.date().describe("Time until which the result is accepted: 5 minutes."),
};

export const creationOutput = z.object({ options: creationOptions, ...started });
export const requestOutput = z.object({ options: requestOptions, ...started });

export const passkeyOutput = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: z.date(),
    lastUsedAt: z.date().nullable().describe("Time of the last sign-in with it; null if there was none."),
    userVerified: z
      .boolean()
      .describe("Whether it verifies its user, by a PIN or biometrics. Otherwise it is a second factor only."),
    backedUp: z.boolean().describe("Whether it is synchronized between devices."),
  })
  .meta({ id: "Passkey", description: "A passkey or security key of a user." });

export function passkeyView(row: PasskeyRow): z.infer<typeof passkeyOutput> {
  const { id, name, createdAt, lastUsedAt, userVerified, backedUp } = row;
  return { id, name, createdAt, lastUsedAt, userVerified, backedUp };
}
