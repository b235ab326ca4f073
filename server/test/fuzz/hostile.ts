import * as fc from "fast-check";

/** Keys that mean something to JavaScript itself. */
export const MAGIC = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "then",
  "toJSON",
  "hasOwnProperty",
  "length",
];

/** Texts that mean nothing anywhere, and that somebody forgets about. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    ...["", " ", "\u0000", "a\u0000b", "\ud800", "\udfff\ud800", "\u202e", "\ufeff", "\u2028", "\r\n", "é", "e\u0301"],
    ...["' OR 1=1 --", "%", "_", "../..", "{{name}}", "<script>", "=1+1", "a.b\\.c", "-0", "NaN", "1e999"],
    ...["İ", "ﬃ", "𝔸", "user:*", "user:a#", ":", "#", "*", "a".repeat(5000), "🔑".repeat(300)],
    ...MAGIC,
  ),
  fc.string({ unit: "binary" }),
);

export const hostileNumber = fc.constantFrom(
  ...[-1, -0, 0, 0.5, 1e21, 1e308, -1e308, 2 ** 31, 2 ** 53, -(2 ** 53), 5e-324, 253402300800000, 8.64e15 + 1],
);

/** Anything that JSON can say, with keys that had better not be taken for more than keys. */
export const { json: hostileJson } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    hostileText,
    fc.oneof(hostileNumber, fc.boolean(), fc.constant(null)),
    fc.array(tie("json"), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom(...MAGIC, "json", "meta", "0", "id"), tie("json")), { maxLength: 3 })
      .map(withKeys),
  ),
}));

/** An object with these keys, `__proto__` too: as JSON.parse makes it, not as an assignment would. */
export function withKeys(entries: readonly (readonly [string, unknown])[], object: object = {}): object {
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

/** A change to a document: whichever part `where` comes to is replaced, dropped, doubled or given another key. */
export interface Damage {
  readonly where: number;
  readonly how: "replace" | "drop" | "wrap" | "add" | "repeat";
  readonly key: string;
  readonly value: unknown;
}

export const damage: fc.Arbitrary<Damage> = fc.record({
  where: fc.nat(40),
  how: fc.constantFrom("replace", "replace", "drop", "wrap", "add", "repeat"),
  key: fc.constantFrom(...MAGIC, "unknown", "isAdmin", "tenantId"),
  value: hostileJson,
});

export function damaged(document: unknown, { where, how, key, value }: Damage): unknown {
  const paths = pathsIn(document);
  const path = paths[where % paths.length];
  return path === undefined ? document : changed(document, path, (old) => change(old, { how, key, value }));
}

function change(old: unknown, { how, key, value }: Omit<Damage, "where">): unknown {
  if (how === "wrap") return [old];
  if (how === "drop") return undefined;
  if (how === "repeat") return Array.isArray(old) ? [...old, ...old, ...old] : JSON.stringify(old ?? null).repeat(3);
  const isObject = typeof old === "object" && old !== null && !Array.isArray(old);
  return how === "add" && isObject ? withKeys([[key, value]], { ...old }) : value;
}

/** The paths of a document and all its parts. */
export function pathsIn(document: unknown, path: readonly string[] = []): string[][] {
  const parts = typeof document === "object" && document !== null ? Object.entries(document) : [];
  return [[...path], ...parts.flatMap(([key, part]) => pathsIn(part, [...path, key]))];
}

function changed(document: unknown, [key, ...rest]: readonly string[], work: (old: unknown) => unknown): unknown {
  if (key === undefined) return work(document);
  if (Array.isArray(document)) return document.map((item, i) => (`${i}` === key ? changed(item, rest, work) : item));
  const entries = Object.entries(Object(document));
  return withKeys(entries.map(([name, part]) => [name, name === key ? changed(part, rest, work) : part]));
}
