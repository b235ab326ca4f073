import type { Partition } from "../graph/partition.ts";
import { MAX_ID_BYTES } from "../tuple.ts";
import type { Column } from "./columns.ts";
import type { Record } from "./records.ts";

const COMMA = 0x2c;
const COLON = 0x3a;
const HASH = 0x23;
const STAR = 0x2a;

/** A kind of row that was seen before: its types and relations as bytes, and its partition. */
interface Kind {
  readonly names: readonly Uint8Array[];
  readonly wildcard: boolean;
  readonly partition: Partition;
}

/**
 * Fast path for ASCII rows without condition, context and expiry, of a kind that was seen before. It allocates no
 * strings or objects. Rows that it doesn't take need the full parser, and may be valid or invalid.
 */
export class PlainRows {
  /** Byte offsets of the ids of the row last scanned. */
  subjectStart = 0;
  subjectEnd = 0;
  objectStart = 0;
  objectEnd = 0;

  private readonly count: number;
  /** Column indexes. */
  private readonly subjectId: number;
  private readonly objectId: number;
  private readonly names: readonly number[];
  private readonly optional: readonly number[];
  /** Byte offsets of the fields of the row last scanned, and of its end. */
  private readonly starts: number[];
  private readonly kinds = new Map<number, Kind>();
  private hash = 0;

  constructor(columns: readonly Column[]) {
    const indexesOf = (...names: Column[]) => names.map((name) => columns.indexOf(name)).filter((at) => at >= 0);
    this.count = columns.length;
    this.subjectId = columns.indexOf("subject_id");
    this.objectId = columns.indexOf("object_id");
    this.names = indexesOf("subject_type", "subject_relation", "relation", "object_type");
    this.optional = indexesOf("condition", "context", "expires_at");
    this.starts = Array.from({ length: columns.length + 1 }, () => 0);
  }

  /** Finds the fields of the row. False if the row isn't plain. */
  scan({ bytes, start, end, quoted }: Record): boolean {
    if (quoted || !this.cut(bytes, start, end)) return false;
    this.subjectStart = this.starts[this.subjectId];
    this.subjectEnd = this.endOf(this.subjectId);
    this.objectStart = this.starts[this.objectId];
    this.objectEnd = this.endOf(this.objectId);
    if (!isLength(this.subjectEnd - this.subjectStart) || !isLength(this.objectEnd - this.objectStart)) return false;
    if (this.objectEnd - this.objectStart === 1 && bytes[this.objectStart] === STAR) return false;
    return this.optional.every((column) => this.starts[column] === this.endOf(column));
  }

  /** Partition of the row last scanned, if a row of its kind was learned. */
  partition(bytes: Uint8Array): Partition | undefined {
    this.hash = this.hashNames(bytes);
    const kind = this.kinds.get(this.hash);
    return kind !== undefined && this.isOf(kind, bytes) ? kind.partition : undefined;
  }

  /** Records the partition of the row last scanned and looked up. */
  learn(bytes: Uint8Array, partition: Partition): void {
    const names = this.names.map((column) => bytes.slice(this.starts[column], this.endOf(column)));
    this.kinds.set(this.hash, { names, wildcard: this.isWildcard(bytes), partition });
  }

  private cut(bytes: Uint8Array, start: number, end: number): boolean {
    const { starts } = this;
    starts[0] = start;
    let field = 1;
    for (let i = start; i < end; i++) {
      const byte = bytes[i];
      if (byte <= 0x20 || byte >= 0x7f || byte === COLON || byte === HASH) return false;
      if (byte === COMMA && field < starts.length) starts[field++] = i + 1;
    }
    starts[field] = end + 1;
    return field === this.count;
  }

  private endOf(column: number): number {
    return this.starts[column + 1] - 1;
  }

  private isWildcard(bytes: Uint8Array): boolean {
    return this.subjectEnd - this.subjectStart === 1 && bytes[this.subjectStart] === STAR;
  }

  private hashNames(bytes: Uint8Array): number {
    let hash = this.isWildcard(bytes) ? 1 : 2;
    for (const column of this.names) {
      const end = this.endOf(column);
      for (let i = this.starts[column]; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
      hash = Math.imul(hash ^ COMMA, 0x01000193);
    }
    return hash;
  }

  private isOf({ names, wildcard }: Kind, bytes: Uint8Array): boolean {
    if (wildcard !== this.isWildcard(bytes)) return false;
    for (let n = 0; n < names.length; n++) {
      const name = names[n];
      const start = this.starts[this.names[n]];
      if (this.endOf(this.names[n]) - start !== name.length) return false;
      for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false;
    }
    return true;
  }
}

function isLength(bytes: number): boolean {
  return bytes > 0 && bytes <= MAX_ID_BYTES;
}
