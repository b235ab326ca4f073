import * as pulumi from "@pulumi/pulumi";

const { specialSigKey, specialSecretSig, specialResourceSig, specialOutputValueSig } = pulumi.runtime;

/**
 * Unwraps secrets in properties as sent to the engine. Returns the properties and the paths of secrets, such as
 * `bindings[3].text`. References to resources become their URNs.
 */
export function unwrapped(properties: Readonly<Record<string, unknown>>) {
  const secrets: string[] = [];
  const value = Object.fromEntries(
    Object.entries(properties).map(([key, property]) => [key, unwrap(property, key, secrets)]),
  );
  return { value, secrets: secrets.sort() };
}

function unwrap(value: unknown, path: string, secrets: string[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => unwrap(item, `${path}[${index}]`, secrets));
  if (typeof value !== "object" || value === null) return value;
  const { [specialSigKey]: signature, ...rest } = value as Record<string, unknown>;
  if (signature === specialSecretSig || signature === specialOutputValueSig) {
    if (signature === specialSecretSig || rest.secret === true) secrets.push(path);
    // Everything below is secret, so its own paths are left out.
    return unwrap(rest.value, path, []);
  }
  if (signature === specialResourceSig) return rest.urn;
  return Object.fromEntries(
    Object.entries(rest).map(([key, property]) => [key, unwrap(property, `${path}.${key}`, secrets)]),
  );
}
