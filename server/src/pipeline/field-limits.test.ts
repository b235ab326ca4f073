import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type From, headersOf } from "../../test/batch.ts";
import { type Procedure, procedures } from "../../test/inputs.ts";
import { somebody } from "../../test/people.ts";
import { send } from "../../test/raw.ts";
import { createTestTenant, createWorld, type World } from "../../test/world.ts";

/** Every field of every input that its schema bounds: with as much as it may have, and with one more. */

type Schema = { readonly [key: string]: unknown };
/** From the input to the field: a field's name, "[]" for an item, "*" for a value and "<key>" for a key of a record. */
type Path = readonly string[];

interface Limit {
  readonly path: Path;
  readonly of: "characters" | "items" | "number";
  readonly max: number;
  /** What its schema says besides. */
  readonly schema: Schema;
}

interface Bounded {
  readonly procedure: Procedure;
  readonly root: Schema;
  readonly limits: readonly Limit[];
}

/** A text that most patterns take, which are of names. */
const FILLER = "a";
const URL_START = "https://app.example.com/";

const BOUNDED: readonly Bounded[] = procedures().flatMap((procedure) => {
  if (procedure.input instanceof z.ZodVoid) return [];
  const root = z.toJSONSchema(procedure.input, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "date") jsonSchema.format = "date";
    },
  }) as Schema;
  const limits = limitsIn(root, root, []);
  return limits.length === 0 ? [] : [{ procedure, root, limits }];
});

describe("a field with as much as it may have passes its schema", () => {
  it.each(BOUNDED.map((one) => [one.procedure.path, one] as const))("%s", (_, { procedure, root, limits }) => {
    for (const limit of limits) {
      const { error } = procedure.input.safeParse(inputWith(root, limit, 0));
      const field = fieldOf(limit);
      const about = (error?.issues ?? []).filter(({ code }) => code === "too_big" || code === "invalid_key");
      expect(about.filter(({ path }) => path.join(".") === field)).toEqual([]);
    }
  });
});

describe("a field with one more is refused over HTTP, by its path and its maximum", () => {
  let from: (procedure: Procedure) => From;
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
    const { secretKey } = await createTestTenant(world.admin, "limits-test");
    const { accessToken } = await (await somebody(world.acme)).signIn();
    from = ({ callers, path }) => {
      if (path.startsWith("testing.")) return { key: secretKey };
      if (callers.includes("secret")) return { key: world.acme.secretKey };
      if (callers.includes("user")) return { token: accessToken };
      if (callers.includes("admin")) return { token: world.token, tenant: "acme" };
      return { key: world.acme.publishableKey, ip: "192.0.2.9" };
    };
  });

  it.each(BOUNDED.map((one) => [one.procedure.path, one] as const))("%s", async (path, { procedure, root, limits }) => {
    for (const limit of limits) {
      const body = JSON.stringify({ json: inputWith(root, limit, 1) });
      const answer = await send(`/trpc/${path}`, { method: "POST", headers: headersOf(from(procedure)), body });
      const { data } = (answer.body as { error: { json: { data: { code: string; details: { issues: Issue[] } } } } })
        .error.json;
      expect(data.code, `${limit.path.join(".")}: ${answer.text.slice(0, 300)}`).toBe("invalid_input");
      const field = fieldOf(limit);
      const issue = data.details.issues.find(({ path: at, message }) => at === field && /\d/.test(message));
      expect(digitsOf(issue?.message), `${field}: ${JSON.stringify(data.details.issues).slice(0, 500)}`).toContain(
        `${limit.max}`,
      );
    }
  });
});

it("a text, a list or a record without a bound of its own is one of these, which are bounded elsewhere", () => {
  const free = procedures().flatMap(({ path, input }) => {
    if (input instanceof z.ZodVoid) return [];
    const root = z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Schema;
    return unboundedIn(root, root, []).map((field) => `${path} ${field.join(".")}`);
  });
  const families = new Set(
    free.filter((one) => !ELSEWHERE.some((pattern) => pattern.test(one))).map((one) => one.replace(/^[\w.]+ /, "")),
  );
  expect([...families].sort()).toEqual([]);
});

/** Where a bound of count, depth, bytes or work is looked at once the shape is right: see `limits.test.ts` in authz and docs. */
const ELSEWHERE: readonly RegExp[] = [
  // JSON of tenants: levels and bytes, or levels and work.
  / (.*\.)?metadata(\.|$)/,
  / (.*\.)?context(\.|$)/,
  / accessTokenClaims\.\[\]\.value$/,
  // JSON of a model: levels and bytes, and types and conditions as in its text.
  /^authz\.model\.\w+ model\.(type_definitions|conditions)(\.|$)/,
  // 10,000, 1,000 and 100 in all.
  /^authz\.batchCheck checks$/,
  /^authz\.write (writes|deletes|preconditions\.(mustExist|mustNotExist))$/,
  / contextualTuples$/,
  // Levels, and the work of a check.
  /^authz\.verifyProof proof\./,
];

interface Issue {
  readonly path: string;
  readonly message: string;
}

/** A message without the commas in its numbers. */
function digitsOf(message: string | undefined): string {
  return (message ?? "").replaceAll(/(?<=\d),(?=\d)/g, "");
}

function fieldOf({ path }: Limit): string {
  // What is wrong with a name is said of its record.
  const fields = path.at(-1) === "<key>" ? path.slice(0, -1) : path;
  // The name of a record's value is the one that inputs of this test have.
  return fields.map((step) => (step === "[]" ? "0" : step === "*" ? "x" : step)).join(".");
}

function resolved(root: Schema, schema: Schema): Schema {
  const name = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined;
  if (name === undefined) return schema;
  if (schema.$ref === "#") return root;
  return ((root.$defs ?? {}) as Record<string, Schema>)[name] ?? {};
}

function choicesOf(schema: Schema): readonly Schema[] {
  return [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => (list ?? []) as Schema[]);
}

/** What lies in a schema, by the step that leads to it. */
function partsOf(schema: Schema): readonly (readonly [step: string, part: Schema])[] {
  const { properties, items, additionalProperties, propertyNames } = schema as Record<string, Schema | undefined>;
  return [
    ...Object.entries((properties ?? {}) as Record<string, Schema>),
    ...(items === undefined ? [] : [["[]", items] as const]),
    ...(typeof additionalProperties === "object" ? [["*", additionalProperties] as const] : []),
    ...(propertyNames === undefined ? [] : [["<key>", propertyNames] as const]),
  ];
}

/** Each bound once; a shape that holds itself is looked at once. */
function limitsIn(root: Schema, schema: Schema, path: Path, seen: readonly unknown[] = []): Limit[] {
  const { $ref } = schema;
  if ($ref !== undefined && seen.includes($ref)) return [];
  const within = $ref === undefined ? seen : [...seen, $ref];
  const here = resolved(root, schema);
  const { maxLength, maxItems, maximum } = here;
  const found: Limit[] = [];
  if (typeof maxLength === "number") found.push({ path, of: "characters", max: maxLength, schema: here });
  if (typeof maxItems === "number") found.push({ path, of: "items", max: maxItems, schema: here });
  if (typeof maximum === "number" && maximum < Number.MAX_SAFE_INTEGER) {
    found.push({ path, of: "number", max: maximum, schema: here });
  }
  return [
    ...found,
    ...choicesOf(here).flatMap((choice) => limitsIn(root, choice, path, within)),
    ...partsOf(here).flatMap(([step, part]) => limitsIn(root, part, [...path, step], within)),
  ];
}

function unboundedIn(root: Schema, schema: Schema, path: Path, seen: readonly unknown[] = []): Path[] {
  const { $ref } = schema;
  if ($ref !== undefined && seen.includes($ref)) return [];
  const within = $ref === undefined ? seen : [...seen, $ref];
  const here = resolved(root, schema);
  const isFixed = "const" in here || "enum" in here || "pattern" in here || here.format === "date-time";
  const isFree =
    (here.type === "string" && here.maxLength === undefined && !isFixed) ||
    (here.type === "array" && here.maxItems === undefined) ||
    (here.type === "object" && here.additionalProperties !== false && here.properties === undefined);
  return [
    ...(isFree ? [path] : []),
    ...choicesOf(here).flatMap((choice) => unboundedIn(root, choice, path, within)),
    ...partsOf(here).flatMap(([step, part]) => unboundedIn(root, part, [...path, step], within)),
  ];
}

/** An input with so much more in the field than it may have; what else is required is there. */
function inputWith(root: Schema, { path, of, max, schema }: Limit, more: number): unknown {
  const size = max + more;
  const value =
    of === "number"
      ? size
      : of === "items"
        ? Array.from({ length: size }, () => least(root, (schema.items ?? {}) as Schema))
        : schema.format === "uri"
          ? URL_START.padEnd(size, FILLER)
          : FILLER.repeat(size);
  return filled(root, root, path, value);
}

function filled(root: Schema, schema: Schema, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const here = resolved(root, schema);
  const choice = choicesOf(here).find((one) => partsOf(resolved(root, one)).some(([name]) => name === step));
  if (choice !== undefined) return filled(root, choice, [step, ...rest], value);
  const [, part = {}] = partsOf(here).find(([name]) => name === step) ?? [];
  if (step === "[]") return [filled(root, part, rest, value)];
  if (step === "<key>") return { [`${value}`]: 1 };
  if (step === "*") return { x: filled(root, part, rest, value) };
  return { ...(least(root, here) as object), [step]: filled(root, part, rest, value) };
}

/** The least that the schema takes. */
function least(root: Schema, schema: Schema): unknown {
  const here = resolved(root, schema);
  const [choice] = choicesOf(here);
  if (choice !== undefined) return least(root, choice);
  if ("const" in here) return here.const;
  if (Array.isArray(here.enum)) return here.enum[0];
  if (here.type === "object") {
    const { required = [], properties = {} } = here as { required?: string[]; properties?: Record<string, Schema> };
    return Object.fromEntries(required.map((name) => [name, least(root, properties[name] ?? {})]));
  }
  if (here.type === "array")
    return Array.from({ length: Number(here.minItems ?? 0) }, () => least(root, (here.items ?? {}) as Schema));
  if (here.type === "boolean") return false;
  if (here.type === "integer" || here.type === "number") return Number(here.minimum ?? 0);
  return here.type === "string" ? FILLER.repeat(Math.max(Number(here.minLength ?? 1), 1)) : null;
}
