import { fromBase64Url, toBase64Url, utf8 } from "../src/ports/encoding.ts";
import type {
  AssertionJson,
  CreationOptions,
  RegistrationJson,
  RequestOptions,
} from "../src/sign-in/passkeys/schemas.ts";

type Algorithm = "ES256" | "EdDSA" | "RS256";
type Bytes = Uint8Array<ArrayBuffer>;

/** What a response is made of that a browser and an authenticator would never send. */
export interface Tampered {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly userVerified?: boolean;
  readonly userPresent?: boolean;
  readonly counter?: number;
  readonly userHandle?: string | undefined;
  readonly signature?: Bytes;
  /** Attestation format of a registration, with a statement that nobody could verify. */
  readonly format?: string;
}

interface Options {
  readonly origin: string;
  readonly algorithm?: Algorithm;
  /** Whether it verifies its user. Defaults to true. */
  readonly userVerified?: boolean;
  /** Growth of the signature counter at each use; 0 for an authenticator without one. Defaults to 1. */
  readonly counts?: number;
}

/** COSE identifiers, and the parameters of WebCrypto. */
const ALGORITHMS = {
  ES256: { cose: -7, key: { name: "ECDSA", namedCurve: "P-256" }, sign: { name: "ECDSA", hash: "SHA-256" } },
  EdDSA: { cose: -8, key: { name: "Ed25519" }, sign: { name: "Ed25519" } },
  RS256: {
    cose: -257,
    key: {
      name: "RSASSA-PKCS1-v1_5",
      hash: "SHA-256",
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    sign: { name: "RSASSA-PKCS1-v1_5" },
  },
} as const;

/** An authenticator with its browser, written after WebAuthn Level 3 §6: it signs whatever a test wants. Has one passkey. */
export class SoftwareAuthenticator {
  readonly credentialId = toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
  private readonly options: Required<Options>;
  private counter = 0;
  private userHandle = "";
  private key: CryptoKey | undefined;

  constructor(options: Options) {
    this.options = { algorithm: "ES256", userVerified: true, counts: 1, ...options };
  }

  /** Creates the passkey. */
  async create({ challenge, rp, user }: CreationOptions, tampered: Tampered = {}): Promise<RegistrationJson> {
    const { key } = ALGORITHMS[this.options.algorithm];
    // A key pair, as each of these algorithms is asymmetric.
    const pair = (await crypto.subtle.generateKey(key, true, ["sign", "verify"])) as CryptoKeyPair;
    this.key = pair.privateKey;
    this.userHandle = user.id;
    const id = fromBase64Url(this.credentialId);
    const credential = concat(new Uint8Array(16), uint(id.length, 2), id, await this.coseKey(pair.publicKey));
    const authData = await this.authenticatorData(tampered.rpId ?? rp.id, tampered, credential);
    const { format = "none" } = tampered;
    const statement = format === "none" ? [] : [["alg", -7] as const, ["sig", utf8("none")] as const];
    const attestation = cbor([
      ["fmt", format],
      ["attStmt", statement],
      ["authData", authData],
    ]);
    const clientDataJSON = this.clientData("webauthn.create", challenge, tampered);
    return {
      ...{ id: this.credentialId, rawId: this.credentialId, type: "public-key" },
      response: { clientDataJSON, attestationObject: toBase64Url(attestation), transports: ["internal"] },
    };
  }

  /** Signs with the passkey. */
  async get({ challenge, rpId }: RequestOptions, tampered: Tampered = {}): Promise<AssertionJson> {
    this.counter += this.options.counts;
    const authData = await this.authenticatorData(tampered.rpId ?? rpId, tampered);
    const clientDataJSON = this.clientData("webauthn.get", challenge, tampered);
    const hash = await crypto.subtle.digest("SHA-256", fromBase64Url(clientDataJSON));
    const signature = tampered.signature ?? (await this.sign(concat(authData, new Uint8Array(hash))));
    const userHandle = "userHandle" in tampered ? tampered.userHandle : this.userHandle;
    return {
      ...{ id: this.credentialId, rawId: this.credentialId, type: "public-key" },
      response: {
        clientDataJSON,
        authenticatorData: toBase64Url(authData),
        signature: toBase64Url(signature),
        ...(userHandle !== undefined && { userHandle }),
      },
    };
  }

  private clientData(type: string, challenge: string, tampered: Tampered): string {
    const { origin } = this.options;
    const data = {
      type,
      challenge,
      origin,
      crossOrigin: false,
      ...pick(tampered, "type", "challenge", "origin", "crossOrigin"),
    };
    return toBase64Url(utf8(JSON.stringify(data)));
  }

  /** WebAuthn Level 3 §6.1. */
  private async authenticatorData(rpId: string, tampered: Tampered, credential?: Bytes): Promise<Bytes> {
    const { userVerified = this.options.userVerified, userPresent = true, counter = this.counter } = tampered;
    const flags = (userPresent ? 1 : 0) | (userVerified ? 4 : 0) | (credential === undefined ? 0 : 64);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(rpId)));
    return concat(hash, uint(flags, 1), uint(counter, 4), credential ?? new Uint8Array());
  }

  /** RFC 9053 §2 and RFC 8230. */
  private async coseKey(key: CryptoKey): Promise<Bytes> {
    const { x = "", y = "", n = "", e = "" } = (await crypto.subtle.exportKey("jwk", key)) as JsonWebKey;
    const { cose } = ALGORITHMS[this.options.algorithm];
    const part = (text: string) => fromBase64Url(text);
    if (cose === -7)
      return cbor([
        [1, 2],
        [3, cose],
        [-1, 1],
        [-2, part(x)],
        [-3, part(y)],
      ]);
    if (cose === -8)
      return cbor([
        [1, 1],
        [3, cose],
        [-1, 6],
        [-2, part(x)],
      ]);
    return cbor([
      [1, 3],
      [3, cose],
      [-1, part(n)],
      [-2, part(e)],
    ]);
  }

  private async sign(data: Bytes): Promise<Bytes> {
    if (this.key === undefined) throw new Error("The authenticator has no passkey yet.");
    const signature = await crypto.subtle.sign(ALGORITHMS[this.options.algorithm].sign, this.key, data);
    const bytes = new Uint8Array(signature);
    return this.options.algorithm === "ES256" ? der(bytes) : bytes;
  }
}

function pick<Key extends keyof Tampered>(from: Tampered, ...names: Key[]): Partial<Tampered> {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}

/** An ECDSA signature as authenticators send it: ASN.1 (WebAuthn Level 3 §6.5.5). */
function der(raw: Bytes): Bytes {
  const integer = (bytes: Bytes) => {
    const start = bytes.findIndex((byte) => byte !== 0);
    const short = bytes.slice(start === -1 ? bytes.length - 1 : start);
    const positive = (short[0] ?? 0) > 127 ? concat(new Uint8Array(1), short) : short;
    return concat(new Uint8Array([2, positive.length]), positive);
  };
  const body = concat(integer(raw.slice(0, 32)), integer(raw.slice(32)));
  return concat(new Uint8Array([48, body.length]), body);
}

type CborMap = readonly (readonly [number | string, CborValue])[];
type CborValue = number | string | Uint8Array | CborMap;

/** The part of CBOR that WebAuthn needs (RFC 8949 §3). */
function cbor(value: CborValue): Bytes {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return concat(head(3, utf8(value).length), utf8(value));
  if (value instanceof Uint8Array) return concat(head(2, value.length), value);
  return concat(head(5, value.length), ...value.flatMap(([key, item]) => [cbor(key), cbor(item)]));
}

function head(type: number, length: number): Bytes {
  if (length < 24) return uint((type << 5) | length, 1);
  return length < 256
    ? concat(uint((type << 5) | 24, 1), uint(length, 1))
    : concat(uint((type << 5) | 25, 1), uint(length, 2));
}

function uint(value: number, size: number): Bytes {
  return Uint8Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** (size - 1 - i)) % 256);
}

function concat(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
