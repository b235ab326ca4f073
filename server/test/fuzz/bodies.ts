import * as fc from "fast-check";
import SuperJSON from "superjson";
import * as z from "zod";
import { inputsOf, type Procedure } from "../inputs.ts";
import { damage, damaged, hostileJson, hostileText, MAGIC, pathsIn, withKeys } from "./hostile.ts";
import { known } from "./known.ts";

/** Valid values of a field by its name. Secrets are sent only in these fields and in headers. */
const FITTING: Record<string, fc.Arbitrary<unknown>> = {
  email: known("email"),
  password: known("password", "wrong"),
  secret: known("secretKey", "wrong"),
  refreshToken: fc.oneof(known("refreshToken"), fc.constant("")),
  challenge: fc.record({ token: known("challenge") }),
  id: known("user", "session", "key", "tenant"),
  subject: fc.constant("user:anne"),
  relation: fc.constant("reader"),
  object: fc.constant("doc:1"),
  accessTokenClaims: hostileJson.map((value) => [{ claim: "plan", value }]),
};

/** Texts with a meaning here, which are nobody's secret, and texts with none. */
const text = fc.oneof(
  { weight: 4, arbitrary: known("email", "user", "session", "key", "tenant", "slug") },
  { weight: 4, arbitrary: fc.constantFrom("user:anne", "doc:1", "reader", "user", "doc", "doc:1#reader", "acme", "1") },
  { weight: 2, arbitrary: hostileText },
);

/** The document that carries an input, as superjson has it, mostly right. */
export interface Envelope {
  readonly json?: unknown;
  readonly meta?: unknown;
}

export function envelopesOf({ input }: Procedure): fc.Arbitrary<Envelope> {
  const fitting = fc.record(FITTING, { requiredKeys: [] });
  const { required = [] } = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
  const valid = fc
    .tuple(inputsOf(input, text, hostileJson), fitting, fc.option(fc.nat(20)))
    .map(([value, fields, kept]) => fitted(kept === null ? value : sparse(value, required, kept), fields));
  const right = valid.map(serialized);
  const wounds = fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(damage, { minLength: 1, maxLength: 2 }) },
  );
  const envelope = fc.tuple(right, wounds).map(([{ json, meta }, list]) => {
    const document: unknown = list.reduce<unknown>((whole, wound) => damaged(whole, wound), json);
    return { json: document, ...(meta !== undefined && { meta }) };
  });
  return fc.oneof(
    { weight: 8, arbitrary: envelope },
    { weight: 2, arbitrary: envelope.chain((one) => metaFor(one).map((meta) => ({ ...one, meta }))) },
  );
}

/** superjson would not say what it takes for an attack. */
function serialized(value: unknown): Envelope {
  try {
    return SuperJSON.serialize(value);
  } catch {
    return { json: value };
  }
}

/** Required fields and one more: if all of many fields were drawn, one would nearly always be invalid. */
function sparse(value: unknown, required: readonly string[], kept: number): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const rest = Object.keys(value).filter((name) => !required.includes(name));
  const one = rest[kept % rest.length];
  return Object.fromEntries(Object.entries(value).filter(([name]) => name === one || required.includes(name)));
}

function fitted(value: unknown, fields: Readonly<Record<string, unknown>>): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, old]) => [name, fields[name] ?? old]));
}

const TYPES = [
  ...["Date", "undefined", "number", "bigint", "regexp", "set", "map", "Error", "URL", "nothing", "__proto__"],
  ...[
    ["class", "Object"],
    ["class", "__proto__"],
    ["symbol", "iterator"],
    ["custom", "x"],
    ["custom", "constructor"],
  ],
  ...[["typed-array", "Uint8Array"], ["typed-array", "Float64Array"], ["typed-array", "constructor"], [], null, 1, {}],
];

/** superjson's metadata of a document: types of its parts, and which parts are identical. */
function metaFor({ json }: Envelope): fc.Arbitrary<unknown> {
  const own = pathsIn(json).map((path) => path.map((key) => key.replace(/[\\.]/g, "\\$&")).join("."));
  const magic = MAGIC.flatMap((key) => [key, `${key}.polluted`, `constructor.prototype.${key}`, `0.${key}.${key}`]);
  const path = fc.oneof(fc.constantFrom(...own), fc.constantFrom(...magic), fc.constantFrom("", "a\\b", ".", "0.0"));
  const type = fc.constantFrom(...TYPES);
  const node = fc.oneof(
    type.map((one) => [one]),
    type,
    fc.tuple(
      type,
      fc.dictionary(
        path,
        type.map((one) => [one]),
      ),
    ),
  );
  const annotations = fc.array(fc.tuple(path, node), { maxLength: 4 }).map((entries) => withKeys(entries));
  const same = fc.array(fc.tuple(path, fc.array(path, { maxLength: 3 })), { maxLength: 3 }).map((e) => withKeys(e));
  return fc.oneof(
    fc.record(
      {
        values: fc.oneof(annotations, node, hostileJson),
        referentialEqualities: fc.oneof(same, fc.tuple(fc.array(path), same), hostileJson),
        v: fc.constantFrom(0, 1, 2, "1", null),
      },
      { requiredKeys: [] },
    ),
    hostileJson,
  );
}

/** Damage to a document before it becomes a body. */
export const spoiling = fc.oneof(
  { weight: 30, arbitrary: fc.constant({ kind: "none" } as const) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cut" as const), at: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("raw" as const), text: hostileText }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("deep" as const), levels: fc.constantFrom(9, 600, 6000, 90_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("bare" as const),
      text: fc.constantFrom("null", "[]", "0", '""', "true"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("number" as const),
      text: fc.constantFrom("1e999", "-0", "9007199254740993", "1E400", "0x10", "NaN", `1${"0".repeat(400)}`),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("twice" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("latin1" as const) }) },
);
export type Spoiling = typeof spoiling extends fc.Arbitrary<infer T> ? T : never;

/** The text of a body. Where something is spoiled, what is known of the world still stands in it. */
export function textOf(document: unknown, spoiled: Spoiling): string {
  const whole = JSON.stringify(document) ?? "";
  switch (spoiled.kind) {
    case "cut":
      return whole.slice(0, spoiled.at);
    case "raw":
    case "bare":
      return spoiled.text;
    case "deep":
      return whole.replace(
        /"(?:[^"\\]|\\.)*"(?=[,}\]])|null|\d+/,
        "[".repeat(spoiled.levels) + "]".repeat(spoiled.levels),
      );
    case "number":
      return whole.replace(/"(?:[^"\\]|\\.)*"(?=[,}\]])|null|\d+/, spoiled.text);
    case "twice":
      return whole.replace(/^\{/, '{"json":{},"0":{},"meta":{"values":{}},');
    default:
      return whole;
  }
}
