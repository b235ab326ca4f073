import { transformDSLToJSONObject } from "@openfga/syntax-transformer/dist/transformer/dsltojson.js";
import { transformModuleFilesToModel } from "@openfga/syntax-transformer/dist/transformer/modules/modules-to-model.js";
import { validateJSON } from "@openfga/syntax-transformer/dist/validator/validate-dsl.js";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type ModuleFile, parseModel, parseModules } from "../index.ts";

const RUNS = Number(process.env.ORACLE_RUNS ?? 400);

/** Result of OpenFGA's own parser and validator; undefined if the validator itself fails. */
function oracle(text: string): { definition?: unknown } | undefined {
  return oracleOf(() => {
    const definition = transformDSLToJSONObject(text);
    validateJSON({ ...definition, id: "" }, {}, text);
    return { ...definition, type_definitions: definition.type_definitions ?? [] };
  });
}

function oracleOf(read: () => unknown): { definition?: unknown } | undefined {
  try {
    return { definition: read() };
  } catch (error) {
    return error instanceof TypeError || !(error instanceof Error && "errors" in error) ? undefined : {};
  }
}

function ours(text: string | readonly ModuleFile[]): { definition?: unknown; problems?: unknown } {
  try {
    return { definition: (typeof text === "string" ? parseModel(text) : parseModules(text)).definition };
  } catch (error) {
    return { problems: (error as { details: { problems: unknown } }).details.problems };
  }
}

const types = ["team", "a.b", "x-y"];
const names = ["owner", "viewer", "member", "type"];
const name = fc.constantFrom(...names);
const blank = fc.constantFrom("", "", "", " ", "  ");

const subject = fc
  .tuple(
    fc.constantFrom(...types),
    fc.option(
      fc.oneof(
        fc.constant(":*"),
        name.map((text) => `#${text}`),
      ),
    ),
  )
  .map(([type, kind]) => `${type}${kind ?? ""}`);
const subjects = fc
  .tuple(fc.uniqueArray(subject, { maxLength: 2 }), fc.constantFrom("user", "user with late", "user:*"))
  .map(([others, user]) => [user, ...others]);
const direct = fc
  .tuple(subjects, blank, fc.constantFrom("", "", "\n  "))
  .map(([kinds, space, line]) => `[${line}${kinds.join(`${space},${line || space}`)}${line}]`);
const rewrite = fc.oneof(
  name,
  name.map((text) => `${text} from parent`),
);
const { expression } = fc.letrec<{ expression: string; inner: string; operand: string; first: string }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 2 },
    rewrite,
    tie("inner").map((text) => `(${text})`),
  ),
  first: fc.oneof(
    { maxDepth: 2 },
    direct,
    direct,
    rewrite,
    tie("expression").map((text) => `(${text})`),
  ),
  inner: joined(tie("operand"), tie("operand")),
  expression: joined(tie("first"), tie("operand")),
}));

function joined(first: fc.Arbitrary<string>, rest: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(first, fc.constantFrom("or", "or", "or", "and", "but not"), fc.uniqueArray(rest, { maxLength: 2 }))
    .map(([head, operator, tail]) => {
      const others = tail.filter((part) => part !== head);
      return [head, ...(operator === "but not" ? others.slice(0, 1) : others)].join(` ${operator} `);
    });
}

/** Every type has every relation, so that most models are valid. */
const relations = fc
  .tuple(blank, ...names.map(() => expression))
  .map(([space, ...texts]) => texts.map((text, i) => `    define ${names[i]}${space}: ${text}`));
const type = relations.map((lines) => ["  relations", "    define parent: [team]", ...lines]);
const parameters = fc.constantFrom("x: int", "x: int, y: map<string>", "x : list<int> , now:timestamp");
const model = fc.tuple(fc.tuple(type, type, type), blank, parameters).map(([bodies, space, list]) => {
  const defined = bodies.flatMap((body, i) => [`type ${types[i]}`, ...body]);
  const condition = [`condition late${space}(${list}) {`, "  x == x // more", "}", ""];
  return ["model", "  schema 1.1", "type user # everyone", ...defined, ...condition].join("\n");
});

const PIECES =
  "type|relations|define|or|and|but not|from|with|condition|model|schema|1.1|extend|module|self|this|in|user|viewer|doc|[|]|(|)|{|}|:|,|#|*|<|>| |  |\n|\n\n|# c|é|=|//|'a'|\"}\"|int|list<int>|x".split(
    "|",
  );
/** Replaces or deletes a piece of the text. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 3 }),
  by: fc.oneof(fc.constant(""), fc.constantFrom(...PIECES)),
});
const text = fc.tuple(model, fc.array(change, { maxLength: 1 })).map(([written, changes]) =>
  changes.reduce((before, { at, length, by }) => {
    const pieces = before.match(/\w+|[^\w]/g) ?? [];
    pieces.splice(Math.floor(at * pieces.length), length, by);
    return pieces.join("");
  }, written),
);

/** OpenFGA's parser doesn't check CEL. */
function isAboutExpressions(problems: unknown): boolean {
  return Array.isArray(problems) && problems.every(({ message }) => /^condition \w+: /.test(message));
}

test("accepts exactly the models that OpenFGA's parser accepts, with the same definition", () => {
  let accepted = 0;
  fc.assert(
    fc.property(text, (written) => {
      const expected = oracle(written);
      if (expected === undefined) return;
      const found = ours(written);
      if (isAboutExpressions(found.problems)) return;
      expect(found.definition).toEqual(expected.definition);
      if (expected.definition !== undefined) accepted++;
    }),
    { numRuns: RUNS },
  );
  expect(accepted).toBeGreaterThan(10);
});

/** The engine doesn't use the module of a definition. */
function withoutOrigin(definition: unknown): unknown {
  const text = JSON.stringify(definition, (key, value) => {
    if (key === "module" || key === "source_info") return undefined;
    // Metadata of conditions has nothing else, and empty metadata of a type equals none.
    return key === "metadata" && !value?.relations ? undefined : value;
  });
  return JSON.parse(text);
}

test("accepts exactly the modular models that OpenFGA accepts, with the same definition", () => {
  const extension = fc.tuple(fc.constantFrom("team", "a.b", "none"), fc.constantFrom("extra", "owner"), expression);
  let accepted = 0;
  fc.assert(
    fc.property(type, type, extension, ([, ...core], docs, [extended, added, definition]) => {
      const contents = {
        "core.fga": ["module core", "type user", "type team", "  relations", ...core],
        "docs.fga": ["module docs", "type a.b", ...docs, "type x-y", ...docs],
        "more.fga": ["module more", `extend type ${extended}`, "  relations", `    define ${added}: ${definition}`],
      };
      contents["more.fga"].push("condition late(x: int) {", "  x > 1", "}");
      const modules = Object.entries(contents).map(([name, lines]) => ({ name, contents: `${lines.join("\n")}\n` }));
      const manifest = ["schema: '1.2'", "contents:", ...modules.map(({ name }) => `  - ${name}`)].join("\n");
      const expected = oracleOf(() => transformModuleFilesToModel(modules, "1.2"));
      const found = ours([{ name: "fga.mod", contents: manifest }, ...modules]);
      if (expected === undefined) return;
      expect(found.definition && withoutOrigin(found.definition)).toEqual(
        expected.definition && withoutOrigin(expected.definition),
      );
      if (expected.definition !== undefined) accepted++;
    }),
    { numRuns: RUNS / 5 },
  );
  expect(accepted).toBeGreaterThan(0);
});
