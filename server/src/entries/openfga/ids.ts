/** Crockford's base 32, upper case. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 26;
const TENANT_PREFIX = "ten_";

/** The form that OpenFGA requires of the ids of stores and models. */
export const ULID = /^[ABCDEFGHJKMNPQRSTVWXYZ0-9]{26}$/;

/** The id of a tenant's store: the ULID in the tenant's id. */
export function storeIdOf(tenantId: string): string {
  return tenantId.slice(TENANT_PREFIX.length).toUpperCase();
}

/** The id of a version of the model: its number in 26 digits of base 32. */
export function modelIdOf(version: number): string {
  let text = "";
  for (let rest = version; rest > 0; rest = Math.floor(rest / 32)) text = DIGITS.charAt(rest % 32) + text;
  return text.padStart(LENGTH, "0");
}

/** The version with this id; undefined if no version can have it. */
export function versionOf(modelId: string): number | undefined {
  if (!ULID.test(modelId)) return undefined;
  const version = [...modelId].reduce((sum, digit) => sum * 32 + DIGITS.indexOf(digit), 0);
  return Number.isSafeInteger(version) && version > 0 ? version : undefined;
}
