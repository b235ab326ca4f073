import ipaddr from "ipaddr.js";

/** An IPv4 or IPv6 address. IPv4 mapped into IPv6 (`::ffff:192.0.2.1`) is plain IPv4, so that its ranges match. */
export class IpAddress {
  private readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  /** Zone after `%`, or empty. */
  readonly zone: string;

  constructor(address: ipaddr.IPv4 | ipaddr.IPv6, zone = "") {
    this.address = address;
    this.zone = zone;
  }

  /** 32 or 128 bits. */
  get width(): number {
    return this.address.kind() === "ipv4" ? 32 : 128;
  }

  equals(other: IpAddress): boolean {
    return `${this}` === `${other}` && this.zone === other.zone;
  }

  /** Whether the address is in the range; an address with a zone is in none. */
  isIn({ base, length }: Cidr): boolean {
    return this.width === base.width && this.zone === "" && this.address.match(base.address, length);
  }

  /** The address without its zone; IPv6 as eight groups without `::`, so that an address has one form. */
  toString(): string {
    return this.address.toNormalizedString();
  }
}

export interface Cidr {
  /** First address of the range. */
  readonly base: IpAddress;
  /** Prefix length in bits. */
  readonly length: number;
}

/** Parses an IP address; undefined if it is malformed. */
export function parseIp(text: string): IpAddress | undefined {
  const [address = "", zone, ...more] = text.split("%", 3);
  if (more.length > 0 || zone === "" || (zone !== undefined && !address.includes(":"))) return undefined;
  const parsed = parse(address);
  return parsed && (isMapped(parsed) ? new IpAddress(parsed.toIPv4Address()) : new IpAddress(parsed, zone));
}

/** Parses a range such as `192.0.2.0/24` or `2001:db8::/32`; undefined if it is malformed. */
export function parseCidr(text: string): Cidr | undefined {
  const [, address = "", bits = ""] = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const base = parse(address);
  const length = Number(bits);
  if (base === undefined || length > (base.kind() === "ipv4" ? 32 : 128)) return undefined;
  // A range of mapped addresses is the IPv4 range, unless it is wider than all of IPv4.
  const isIpv4 = isMapped(base) && length >= 96;
  return isIpv4 ? rangeFrom(base.toIPv4Address(), length - 96) : rangeFrom(base, length);
}

function rangeFrom(address: ipaddr.IPv4 | ipaddr.IPv6, length: number): Cidr {
  const range = `${address}/${length}`;
  const isIpv4 = address.kind() === "ipv4";
  const base = isIpv4 ? ipaddr.IPv4.networkAddressFromCIDR(range) : ipaddr.IPv6.networkAddressFromCIDR(range);
  return { base: new IpAddress(base), length };
}

/** Source: RFC 4291, section 2.5.5.2. */
function isMapped(address: ipaddr.IPv4 | ipaddr.IPv6): address is ipaddr.IPv6 {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
}

/**
 * Parses an address without a zone. The library also reads octal, hexadecimal and shortened IPv4 addresses, which this
 * refuses, and `::192.0.2.1` as a mapped address, which `0::192.0.2.1` prevents.
 */
function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const last = text.slice(text.lastIndexOf(":") + 1);
  const isDotted = last.includes(".");
  if (isDotted && !ipaddr.IPv4.isValidFourPartDecimal(last)) return undefined;
  if (isDotted && last === text) return ipaddr.IPv4.parse(text);
  const unmapped = isDotted && text === `::${last}` ? `0${text}` : text;
  return ipaddr.IPv6.isValid(unmapped) ? ipaddr.IPv6.parse(unmapped) : undefined;
}
