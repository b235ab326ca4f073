/**
 * A password hash as a PHC string: `$id$v=…$parameters$salt$hash`.
 * Source: the PHC string format specification, P-H-C/phc-string-format.
 */
export interface PhcHash {
  readonly id: string;
  readonly version: number | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

export function formatPhc({ id, version, parameters, salt, hash }: PhcHash): string {
  const list = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const parts = [id, ...(version === undefined ? [] : [`v=${version}`]), list.join(","), base64(salt), base64(hash)];
  return `$${parts.join("$")}`;
}

/**
 * Undefined if the text isn't a PHC string with parameters, salt and hash. Beyond the specification a value may contain
 * underscores, as the names of pepper versions may.
 */
export function parsePhc(text: string): PhcHash | undefined {
  const match = /^\$([a-z0-9-]{1,32})(?:\$v=(\d{1,4}))?\$([\w=,.+/-]+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(text);
  if (!match) return undefined;
  const [, id = "", version, list = "", salt = "", hash = ""] = match;
  const parameters = Object.fromEntries(list.split(",").map((item) => item.split("=", 2)));
  try {
    return {
      id,
      version: version === undefined ? undefined : Number(version),
      parameters,
      salt: Uint8Array.fromBase64(salt),
      hash: Uint8Array.fromBase64(hash),
    };
  } catch {
    return undefined;
  }
}

/** The specification's B64: standard alphabet, no padding. */
function base64(bytes: Uint8Array): string {
  return bytes.toBase64({ omitPadding: true });
}
