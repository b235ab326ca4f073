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
  if (address === undefined || address.zone !== "") return UNKNOWN;
  return formOf(address);
}

/** The normalized form of a parsed address. */
export function formOf({ bits, width }: { readonly bits: bigint; readonly width: number }): string {
  return width === 32 ? ipv4(bits) : groups(bits, 8).join(":");
}

/**
 * The group in which an address is counted: an IPv4 address, or an IPv6 /64, the usual size of one customer's network.
 * Takes a result of `addressOf`.
 */
export function addressGroup(address: string): string {
  return address.includes(":") ? `${address.split(":").slice(0, 4).join(":")}::/64` : address;
}

function ipv4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join(".");
}

/** Groups in full, without the `::` of RFC 5952, so that an address has one form. */
function groups(bits: bigint, count: number): string[] {
  return Array.from({ length: count }, (_, i) => ((bits >> BigInt(16 * (7 - i))) & 0xffffn).toString(16));
}

/**
 * The normalized form of an address or a CIDR range. Undefined if the text is neither.
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
