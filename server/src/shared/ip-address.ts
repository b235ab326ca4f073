import { parseCidr, parseIp } from "@cf-auth/model-language";

/** Stands for every address that is missing or malformed: all of those count as one. */
const UNKNOWN = "unknown";

/**
 * The address that a request comes from, in one form. It stands in the one header that the platform itself sets; any
 * `X-Forwarded-For` is the client's own invention.
 */
export function addressOf(headers: Headers): string {
  return formOfText(headers.get("cf-connecting-ip") ?? "");
}

/** Whether the request came from an address at all: calls between Workers of an account do not. */
export function isKnownAddress(address: string): boolean {
  return address !== UNKNOWN;
}

/** The one form of an address, whichever way it is written. */
export function formOfText(text: string): string {
  const address = parseIp(text);
  if (address === undefined || address.zone !== "") return UNKNOWN;
  return formOf(address);
}

/** The same of an address that has been read. */
export function formOf({ bits, width }: { readonly bits: bigint; readonly width: number }): string {
  return width === 32 ? ipv4(bits) : groups(bits, 8).join(":");
}

/**
 * What is counted together: an IPv4 address, or an IPv6 /64, which is what one customer of a network commonly has.
 * Takes what `addressOf` gives.
 */
export function addressGroup(address: string): string {
  return address.includes(":") ? `${address.split(":").slice(0, 4).join(":")}::/64` : address;
}

function ipv4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join(".");
}

/** In full, without `::`, so that an address has one form (RFC 5952 would shorten it for people). */
function groups(bits: bigint, count: number): string[] {
  return Array.from({ length: count }, (_, i) => ((bits >> BigInt(16 * (7 - i))) & 0xffffn).toString(16));
}

/**
 * A range in one form, whichever way it was written: an address, or the first of a range and how many bits count.
 * Undefined where it is neither an address nor a range.
 */
export function readRange(text: string): string | undefined {
  const address = parseIp(text);
  if (address !== undefined) return address.zone === "" ? formOf(address) : undefined;
  const cidr = parseCidr(text);
  if (cidr === undefined) return undefined;
  const { base, length } = cidr;
  const rest = BigInt(base.width - length);
  return `${formOf({ bits: (base.bits >> rest) << rest, width: base.width })}/${length}`;
}

/** Whether an address, in the form that `addressOf` gives, is in one of the ranges. One that is unknown is in none. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const ip = parseIp(address);
  if (ip === undefined) return false;
  return ranges.some((range) => {
    const cidr = parseCidr(range.includes("/") ? range : `${range}/${range.includes(":") ? 128 : 32}`);
    return cidr !== undefined && ip.isIn(cidr);
  });
}

/** Whether every address of the ranges `inner` is in one of `outer`, by itself. */
export function areWithin(inner: readonly string[], outer: readonly string[]): boolean {
  return inner.every((range) =>
    outer.some((wide) => {
      const [first = "", length] = range.split("/");
      const [, width] = wide.split("/");
      return isWithin(first, [wide]) && bitsOf(first, length) >= bitsOf(first, width);
    }),
  );
}

function bitsOf(address: string, length: string | undefined): number {
  return length === undefined ? (address.includes(":") ? 128 : 32) : Number(length);
}
