import { parseCidr, parseIp } from "@cf-auth/model-language";

/** Represents all missing and malformed addresses, which count as one. */
const UNKNOWN = "unknown";

/**
 * The normalized IP address of a request, from the header that Cloudflare sets. Clients can forge `X-Forwarded-For`.
 */
export function addressOf(headers: Headers): string {
  return formOfText(headers.get("cf-connecting-ip") ?? "");
}

/** Whether the request has an IP address. Calls between Workers of an account have none. */
export function hasAddress(address: string): boolean {
  return address !== UNKNOWN;
}

/** The normalized form of an address. */
export function formOfText(text: string): string {
  const address = parseIp(text);
  return address?.zone === "" ? `${address}` : UNKNOWN;
}

/**
 * The group in which an address is counted: an IPv4 address, or an IPv6 /64, the usual size of one customer's network.
 * Takes a result of `addressOf`.
 */
export function addressGroup(address: string): string {
  return address.includes(":") ? `${address.split(":").slice(0, 4).join(":")}::/64` : address;
}

/**
 * The normalized form of an address or a CIDR range. Undefined if the text is neither.
 */
export function readRange(text: string): string | undefined {
  const address = parseIp(text);
  if (address !== undefined) return address.zone === "" ? `${address}` : undefined;
  const cidr = parseCidr(text);
  return cidr && `${cidr.base}/${cidr.length}`;
}

/** Whether an address, as `addressOf` returns it, is in one of the ranges. An unknown address is in none. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const ip = parseIp(address);
  if (ip === undefined) return false;
  return ranges.some((range) => {
    const cidr = parseCidr(range.includes("/") ? range : `${range}/${range.includes(":") ? 128 : 32}`);
    return cidr !== undefined && ip.isIn(cidr);
  });
}

/** Whether each range of `inner` is within one range of `outer`. */
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
