/** An IPv4 or IPv6 address, as a number of 32 or 128 bits. */
export class IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;

  private constructor(bits: 32 | 128, value: bigint) {
    this.bits = bits;
    this.value = value;
  }

  /** Undefined unless it is an address in the usual notation; zones and leading zeros are refused, as in Go's netip. */
  static parse(text: string): IpAddress | undefined {
    if (!text.includes(":")) {
      const value = parseV4(text);
      return value === undefined ? undefined : new IpAddress(32, value);
    }
    const value = parseV6(text);
    return value === undefined ? undefined : new IpAddress(128, value);
  }

  equals(other: IpAddress): boolean {
    return this.bits === other.bits && this.value === other.value;
  }

  /** Whether the address lies in the network, such as 192.0.2.0/24. Undefined where that is no network. */
  isIn(cidr: string): boolean | undefined {
    const [base = "", length = "", ...rest] = cidr.split("/");
    const network = IpAddress.parse(base);
    if (network === undefined || rest.length > 0 || !/^(0|[1-9][0-9]{0,2})$/.test(length)) return undefined;
    const prefix = Number(length);
    if (prefix > network.bits) return undefined;
    const shift = BigInt(network.bits - prefix);
    return network.bits === this.bits && network.value >> shift === this.value >> shift;
  }
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseV6(text: string): bigint | undefined {
  const [head = "", tail, ...rest] = text.split("::");
  if (rest.length > 0) return undefined;
  const front = groupsOf(head);
  const back = tail === undefined ? [] : groupsOf(tail);
  if (front === undefined || back === undefined) return undefined;
  const missing = 8 - front.length - back.length;
  // "::" stands for at least one group.
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...front, ...Array<bigint>(missing).fill(0n), ...back].reduce((value, group) => (value << 16n) | group, 0n);
}

/** Groups of 16 bits; the last two may be written as an IPv4 address. */
function groupsOf(text: string): bigint[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const last = parts.at(-1) ?? "";
  const v4 = last.includes(".") ? parseV4(last) : undefined;
  if (v4 !== undefined) parts.splice(-1, 1, (v4 >> 16n).toString(16), (v4 & 0xffffn).toString(16));
  if (!parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return undefined;
  return parts.map((part) => BigInt(`0x${part}`));
}
