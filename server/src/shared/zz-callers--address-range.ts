import { parseCidr, parseIp } from "@cf-auth/model-language";
import { formOf } from "./ip-address.ts";

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
