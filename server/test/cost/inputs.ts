import * as z from "zod";

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `full` fills every text, list and record; `many` takes the smallest items, and as many as fit; `deep` nests; `wrong` is of no type. */
export const STYLES = ["full", "many", "deep", "wrong"] as const;
export type Style = (typeof STYLES)[number];

type Schema = { readonly [key: string]: unknown };

/** Pieces of long texts, each hard for some parser. */
const PIECES = [
  ...[
    "a",
    "é",
    "\u{1F600}",
    "\\",
    '"',
    "a.",
    "@",
    "a@b.",
    "-",
    "%41",
    "((",
    "[[",
    "{{",
    "{{#a}}",
    "<b ",
    "&#",
    "//",
    ":",
  ],
  ...[
    "1.",
    "::",
    "0",
    "\n",
    "\r\n",
    ",",
    '""',
    " or ",
    "a|",
    "\t ",
    "#",
    "*",
    "xn--a.",
    "ſ",
    "İ",
    "\u0301",
    "$",
    "\u0000",
  ],
];

/** An input that is hard, of about so many bytes at most, in a style. Named texts may be what there is. */
export class HardInputs {
  private readonly random: () => number;
  private readonly known: Readonly<Record<string, string>>;
  private left = 0;

  constructor(random: () => number, known: Readonly<Record<string, string>>) {
    this.random = random;
    this.known = known;
  }

  of(type: z.ZodType, style: Style, bytes: number): unknown {
    if (type instanceof z.ZodVoid) return style === "wrong" ? this.anything("many", bytes) : undefined;
    this.left = bytes;
    const schema = z.toJSONSchema(type, { io: "input", unrepresentable: "any" }) as Schema;
    return this.value(schema, {
      definitions: (schema.$defs ?? {}) as Record<string, Schema>,
      style,
      name: "",
      depth: 0,
    });
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.random() * values.length)] as T;
  }

  private value(schema: Schema, around: Around): unknown {
    const { definitions, depth, style } = around;
    const { type, $ref, anyOf, oneOf, enum: values } = schema as Record<string, unknown>;
    this.left -= 2;
    if (typeof $ref === "string") {
      const next = definitions[$ref.split("/").at(-1) ?? ""] ?? {};
      return depth > 300 || this.left < 0 ? null : this.value(next, { ...around, depth: depth + 1 });
    }
    const choices = (anyOf ?? oneOf) as Schema[] | undefined;
    if (choices !== undefined) return this.value(this.pick(choices), around);
    if ("const" in schema) return schema.const;
    if (Array.isArray(values)) return this.pick(values);
    if (type === "object") return this.object(schema, around);
    if (type === "array") return this.array(schema, around);
    if (type === "string") return this.text(schema, around);
    if (type === "integer" || type === "number") return Number(schema.maximum ?? schema.minimum ?? 1);
    if (type === "boolean") return this.random() < 0.5;
    if (type === "null") return null;
    return this.anything(style, this.left);
  }

  private object(schema: Schema, around: Around): unknown {
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
    if (properties.length === 0) return this.anything(around.style, Math.min(this.left, 400_000));
    const required = (schema.required ?? []) as string[];
    const share = Math.floor(this.left / properties.length);
    const result: [string, unknown][] = [];
    for (const [name, field] of properties) {
      const isLeft = around.style !== "full" && this.random() < 0.3;
      if ((isLeft || this.left < 0) && !required.includes(name)) continue;
      this.left -= name.length + 4;
      const before = this.left;
      this.left = Math.min(before, around.depth === 0 ? Math.max(share, 1000) : before);
      const budget = this.left;
      const value = this.value(field, { ...around, name, depth: around.depth + 1 });
      this.left = before - (budget - this.left);
      result.push([name, around.style === "wrong" && this.random() < 0.3 ? 0 : value]);
    }
    return Object.fromEntries(result);
  }

  private array({ items = {}, maxItems }: Schema, around: Around): unknown {
    // Sometimes beyond its maximum.
    const max = this.random() < 0.2 ? Number.POSITIVE_INFINITY : Number(maxItems ?? 20_000);
    const list: unknown[] = [];
    while (list.length < max && this.left > 0) {
      list.push(around.style === "wrong" ? 0 : this.value(items as Schema, { ...around, depth: around.depth + 1 }));
      this.left -= 2;
    }
    return list;
  }

  private text({ maxLength, format, pattern }: Schema, { style, name }: Around): string {
    const known = this.known[name];
    const isKnown = known !== undefined && this.random() < 0.5;
    const text = isKnown ? known : this.filled({ maxLength, format, pattern }, style);
    this.left -= text.length;
    return text;
  }

  private filled({ maxLength, format, pattern }: Schema, style: Style): string {
    if (format === "date-time") return "2030-01-01T00:00:00.000Z";
    const max = style === "many" ? 1 : Math.max(Math.min(Number(maxLength ?? this.left), this.left), 1);
    if (format === "email")
      return `${"a".repeat(Math.max(max - 12, 1)).slice(0, 64)}@${"b.".repeat(90)}example.com`.slice(-max);
    const isPlain = typeof pattern === "string" && this.random() < 0.7;
    const piece = isPlain ? "a" : this.pick(PIECES);
    return piece.repeat(Math.ceil(max / piece.length)).slice(0, max);
  }

  /** Any JSON of so many bytes: values of lists, keys of objects, or as deep as it may be. */
  private anything(style: Style, bytes: number): unknown {
    this.left -= bytes;
    if (style === "deep") {
      let value: unknown = 0;
      for (let i = 0; i < this.pick([8, 20, 500, 999, 2000]); i++) value = this.random() < 0.5 ? [value] : { a: value };
      return { a: value };
    }
    if (style === "full") return { a: this.pick(PIECES).repeat(Math.max(bytes >> 1, 1)) };
    const count = Math.min(Math.max(bytes >> 3, 1), 90_000);
    return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}`, 0]));
  }
}

interface Around {
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly style: Style;
  /** Of the field. */
  readonly name: string;
  readonly depth: number;
}
