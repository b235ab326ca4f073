import { describe, expect, test } from "vitest";
import { parseModel, parseModules, readModel } from "../index.ts";
import * as limits from "../limits.ts";

const HEAD = "model\n  schema 1.1\ntype user\n";
const DOC = `${HEAD}type doc\n  relations\n    define r: [user]\n`;

const numbered = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join("");

function problemsOf(read: () => unknown): readonly { line: number; column: number; message: string }[] {
  try {
    read();
  } catch (error) {
    return (error as { details: { problems: [] } }).details.problems;
  }
  return [];
}

const types = (count: number) => `model\n  schema 1.1\n${numbered(count, (i) => `type t${i}\n`)}`;
const relations = (count: number) =>
  `${HEAD}type doc\n  relations\n${numbered(count, (i) => `    define r${i}: [user]\n`)}`;
const operands = (count: number) =>
  `${DOC}${numbered(count, (i) => `    define o${i}: [user]\n`)}    define all: ${numbered(count, (i) => `${i === 0 ? "" : " or "}o${i}`)}\n`;
const subjects = (count: number) =>
  `${types(count - 1)}type doc\n  relations\n    define r: [doc${numbered(count - 1, (i) => `, t${i}`)}]\n`;
const brackets = (count: number) => `${DOC}    define s: ${"(".repeat(count)}r${")".repeat(count)}\n`;
const conditions = (count: number) => {
  const kinds = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `user with c${from + i}`).join(", ");
  const some = kinds(0, Math.min(count, 150));
  const rest = count > 150 ? `    define s: [${kinds(150, count)}]\n` : "";
  return `${HEAD}type doc\n  relations\n    define r: [${some}]\n${rest}${numbered(count, (i) => `condition c${i}(x: int) {\n  x > 1\n}\n`)}`;
};
const condition = (parameters: string, expression: string) =>
  `${HEAD}type doc\n  relations\n    define r: [user with c]\ncondition c(${parameters}) {\n  ${expression}\n}\n`;
const parameters = (count: number) =>
  condition(Array.from({ length: count }, (_, i) => `p${i}: int`).join(", "), "p0 > 1");
const expression = (count: number) => condition("x: string", `x == "${"a".repeat(count - 11)}"`);
/** Every operand of 20 relations leads to all possible parent types. */
const targets = (count: number) => {
  const parents = count / 20;
  const list = Array.from({ length: parents }, (_, i) => `t${i}`).join(", ");
  const all = Array.from({ length: parents }, (_, i) => `type t${i}\n  relations\n    define m: [user]\n`).join("");
  return `${HEAD}${all}type doc\n  relations\n    define p: [${list}]\n${numbered(20, (i) => `    define r${i}: m from p\n`)}`;
};
const manyTargets = (perRelation: number) => {
  const all = Array.from(
    { length: 200 },
    (_, i) => `type t${i}\n  relations\n${numbered(10, (j) => `    define m${j}: [user]\n`)}`,
  );
  const list = Array.from({ length: 200 }, (_, i) => `t${i}`).join(", ");
  const from = (i: number) =>
    `    define r${i}: ${Array.from({ length: 10 }, (_, j) => `m${j} from p`).join(" or ")}\n`;
  return `${HEAD}${all.join("")}type doc\n  relations\n    define p: [${list}]\n${numbered(perRelation, from)}`;
};
/** 150 assignments, and relations of 150 operands. */
const allOperands = (count: number) => {
  const assigned = `${HEAD}type doc\n  relations\n${numbered(150, (i) => `    define o${i}: [user]\n`)}`;
  const relation = (i: number) => {
    const size = Math.min(150, count - 150 * (i + 1));
    return `    define r${i}: ${Array.from({ length: size }, (_, j) => `o${j}`).join(" or ")}\n`;
  };
  return `${assigned}${numbered(Math.ceil(count / 150) - 1, relation)}`;
};

/** Limits: name, a model at the limit, and the message for a model above it. */
const BOUNDS: readonly [
  what: string,
  limit: number,
  make: (count: number) => string,
  message: (count: number) => string,
][] = [
  ["types", limits.MAX_TYPES, types, (count) => `the model has ${count} types, more than 500`],
  ["relations", limits.MAX_RELATIONS, relations, (count) => `the model has ${count} relations, more than 3000`],
  ["operands of a relation", limits.MAX_OPERANDS, operands, () => "a relation has more than 200 operands: split it"],
  ["subjects of a relation", limits.MAX_OPERANDS, subjects, () => "a relation has more than 200 operands: split it"],
  [
    "operands of all relations",
    limits.MAX_MODEL_OPERANDS,
    allOperands,
    (count) => `${count} operands in all its relations, more than 15000`,
  ],
  ["brackets in each other", limits.MAX_NESTING, brackets, () => "brackets are nested more than 50 deep"],
  ["conditions", limits.MAX_CONDITIONS, conditions, (count) => `the model has ${count} conditions, more than 300`],
  ["parameters of a condition", limits.MAX_PARAMETERS, parameters, () => "a condition has more than 50 parameters"],
  [
    "characters of an expression",
    limits.MAX_EXPRESSION_LENGTH,
    expression,
    () => "the expression has more than 10000 characters",
  ],
];

describe("accepts a model at its limit, and refuses one above", () => {
  test.each(BOUNDS)("%s", (_what, limit, make, message) => {
    expect(problemsOf(() => parseModel(make(limit)))).toEqual([]);
    const [problem, ...more] = problemsOf(() => parseModel(make(limit + 1)));
    expect(problem?.message).toContain(message(limit + 1));
    expect(more).toEqual([]);
  });

  test('relations that "from" leads to', () => {
    expect(problemsOf(() => parseModel(targets(4_000)))).toEqual([]);
    expect(problemsOf(() => parseModel(manyTargets(25)))).toEqual([]);
    expect(problemsOf(() => parseModel(manyTargets(26)))).toMatchObject([
      { column: 12, message: 'the model has 52000 relations that "from" leads to, more than 50000' },
    ]);
  });

  test("bytes, of all files together", () => {
    const filled = (bytes: number) => `${DOC}#${"é".repeat((bytes - DOC.length - 1) / 2)}`;
    const size = limits.MAX_MODEL_BYTES + ((limits.MAX_MODEL_BYTES - DOC.length - 1) % 2);
    expect(problemsOf(() => parseModel(filled(size)))).toEqual([]);
    expect(problemsOf(() => parseModel(filled(size + 2)))).toEqual([
      { line: 1, column: 1, message: `the model has ${size + 2} bytes, more than 524288` },
    ]);
    const half = { name: "a.fga", contents: "#".repeat(300_000) };
    const manifest = { name: "fga.mod", contents: "" };
    expect(problemsOf(() => parseModules([manifest, half, { ...half, name: "b.fga" }]))).toMatchObject([
      { message: "the model has 600000 bytes, more than 524288" },
    ]);
  });

  test("bytes of the compiled model, which must fit into a row", () => {
    const excluded = "((((m0 from p but not m1 from p) but not m2 from p) but not m3 from p) but not m4 from p)";
    const parents = `type up\n  relations\n${numbered(5, (i) => `    define m${i}: [user]\n`)}`;
    const long = (i: number) => `    define ${"n".repeat(46)}${1_000 + i}: ${excluded}\n`;
    const model = (count: number) =>
      `${HEAD}${parents}type doc\n  relations\n    define p: [up]\n${numbered(count, long)}`;
    const { definition } = parseModel(model(2_000));
    expect(JSON.stringify(definition).length).toBeGreaterThan(1_400_000);
    expect(problemsOf(() => parseModel(model(2_950)))).toEqual([
      {
        line: 1,
        column: 1,
        message: expect.stringMatching(/^the model has 2\d{6} bytes when it is compiled, more than 1900000$/),
      },
    ]);
  });

  test("files", () => {
    const files = (count: number) => {
      const modules = Array.from({ length: count - 1 }, (_, i) => ({
        name: `m${i}.fga`,
        contents: `module m${i}\ntype t${i}\n`,
      }));
      const manifest = `schema: '1.2'\ncontents:\n${modules.map(({ name }) => `  - ${name}\n`).join("")}`;
      return [{ name: "fga.mod", contents: manifest }, ...modules];
    };
    expect(problemsOf(() => parseModules(files(limits.MAX_FILES)))).toEqual([]);
    expect(problemsOf(() => parseModules(files(limits.MAX_FILES + 1)))).toMatchObject([
      { message: "the model has 101 files, more than 100" },
    ]);
  });

  test.each([
    ["a type", 254, (name: string) => `${HEAD}type ${name}\n`],
    ["a relation", 50, (name: string) => `${DOC}    define ${name}: r\n`],
    ["a condition", 256, (name: string) => condition("x: int", "x > 1").replaceAll(/\bc\b/g, name)],
  ])("characters of the name of %s", (_what, limit, make) => {
    expect(problemsOf(() => parseModel(make("n".repeat(limit))))).toEqual([]);
    expect(problemsOf(() => parseModel(make("n".repeat(limit + 1))))[0]?.message).toContain(
      `has ${limit + 1} characters, more than ${limit}`,
    );
  });
});

describe("reading a model yields", () => {
  const large =
    HEAD +
    numbered(
      200,
      (t) =>
        `type t${t}\n  relations\n    define parent: [t${(t + 1) % 200}]\n${numbered(
          9,
          (r) =>
            `    define r${r}: [user, user:*${r > 0 ? `, t${(t + 7) % 200}#r${r - 1}` : ""}] or r${r} from parent\n`,
        )}`,
    );
  const SOURCES: readonly [name: string, source: string][] = [
    ["200 types with 2,000 relations", large],
    ["one relation with too many operands", `${DOC}    define s: ${"r or ".repeat(40_000)}r\n`],
    ["conditions", conditions(300)],
    ["too many conditions", conditions(5_000)],
    ["brackets", brackets(50_000)],
    ["a mistake on every line", `${HEAD}${"define\n".repeat(20_000)}`],
    ["comments", `${HEAD}${"# a\n".repeat(50_000)}`],
  ];

  test.each(SOURCES)("in counted steps, few for each byte: %s", (_name, source) => {
    const reading = readModel(source);
    let total = 0;
    let maxSteps = 0;
    try {
      for (let step = reading.next(); !step.done; step = reading.next()) {
        total += step.value;
        maxSteps = Math.max(maxSteps, step.value);
      }
    } catch {
      // Some sources aren't valid models.
    }
    expect(total).toBeLessThan(3 * source.length + 1_000);
    // Steps that read every operand of a model once.
    expect(maxSteps).toBeLessThanOrEqual(limits.MAX_MODEL_OPERANDS);
  });

  test("accepts a large model", () => {
    expect(large.length).toBeGreaterThan(100_000);
    expect(parseModel(large).definition.type_definitions).toHaveLength(201);
  });
});
