/** An IPv4 or IPv6 address. IPv4 mapped into IPv6 (`::ffff:192.0.2.1`) is plain IPv4, so that its ranges match. */
export class IpAddress {
  readonly bits: bigint;
  /** 32 or 128. */
  readonly width: number;
  /** Zone after `%`, or empty. */
  readonly zone: string;

  constructor(bits: bigint, width: number, zone = "") {
    this.bits = bits;
    this.width = width;
    this.zone = zone;
  }

  equals({ bits, width, zone }: IpAddress): boolean {
    return this.bits === bits && this.width === width && this.zone === zone;
  }

  /** Whether the address is in the range; an address with a zone is in none. */
  isIn({ base, length }: Cidr): boolean {
    const rest = BigInt(base.width - length);
    return this.width === base.width && this.zone === "" && this.bits >> rest === base.bits >> rest;
  }
}

export interface Cidr {
  readonly base: IpAddress;
  /** Prefix length in bits. */
  readonly length: number;
}

/** Parses an IP address; undefined if it is malformed. */
export function parseIp(text: string): IpAddress | undefined {
  const address = parse(text);
  return address && unmap(address);
}

/** Parses a range such as `192.0.2.0/24` or `2001:db8::/32`; undefined if it is malformed. */
export function parseCidr(text: string): Cidr | undefined {
  const [, address = "", bits = ""] = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const base = parse(address);
  const length = Number(bits);
  if (base === undefined || length > base.width) return undefined;
  // A range of mapped addresses is the IPv4 range, unless it is wider than all of IPv4.
  const plain = length >= 96 ? unmap(base) : base;
  return plain === base ? { base, length } : { base: plain, length: length - 96 };
}

/** Source: RFC 4291, section 2.5.5.2. */
function unmap(address: IpAddress): IpAddress {
  if (address.width === 32 || address.bits >> 32n !== 0xffffn) return address;
  return new IpAddress(address.bits & 0xffff_ffffn, 32);
}

function parse(text: string): IpAddress | undefined {
  if (text.includes(":")) return parseIpv6(text);
  const bits = parseIpv4(text);
  return bits === undefined ? undefined : new IpAddress(bits, 32);
}

/** Parses four decimals without leading zeros, which some parsers read as octal. */
function parseIpv4(text: string): bigint | undefined {
  const octets = text.split(".", 5);
  const isValid = octets.length === 4 && octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && +octet < 256);
  return isValid ? octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n) : undefined;
}

/** Source: RFC 4291, section 2.2. */
function parseIpv6(text: string): IpAddress | undefined {
  const [address = "", zone = "", ...more] = text.split("%", 3);
  if (more.length > 0 || (text.includes("%") && zone === "")) return undefined;
  const halves = address.split("::", 3).map((half, i, all) => groupsOf(half, i === all.length - 1));
  if (halves.length > 2 || halves.includes(undefined)) return undefined;
  const [head = [], tail = []] = halves;
  const groupCount = head.length + tail.length;
  if (halves.length === 2 ? groupCount > 7 : groupCount !== 8) return undefined; // "::" stands for one group at least.
  const groups = [...head, ...Array<bigint>(8 - groupCount).fill(0n), ...tail];
  return new IpAddress(
    groups.reduce((bits, group) => (bits << 16n) | group, 0n),
    128,
    zone,
  );
}

/** The last two groups of an address may be written as IPv4. */
function groupsOf(text: string, isLast: boolean): bigint[] | undefined {
  const groups: bigint[] = [];
  const parts = text === "" ? [] : text.split(":", 10);
  for (const [i, part] of parts.entries()) {
    const ipv4 = isLast && i === parts.length - 1 ? parseIpv4(part) : undefined;
    if (ipv4 !== undefined) groups.push(ipv4 >> 16n, ipv4 & 0xffffn);
    else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}
