import { HARD_MODEL } from "./hard-graph.ts";

/** A call that is hard for one part of the service. */
export interface HardCase {
  readonly what: string;
  readonly path: string;
  readonly caller?: "anonymous" | "publishable" | "user" | "admin" | "secret";
  readonly input?: unknown;
  /** Instead of an input: the text of the body. */
  readonly body?: string;
  /** Whether another case does the same work by another way, so that only `npm run test:long` makes this one. */
  readonly isVariant?: boolean;
}

const MEGABYTE = 1_000_000;
const repeated = <T>(count: number, of: (i: number) => T) => Array.from({ length: count }, (_, i) => of(i));
const HEAD = "model\n  schema 1.1\ntype user\n";
const DOC = `${HEAD}type doc\n  relations\n    define x: [user]\n    define y: `;
const t = (subject: string, relation: string, object: string) => ({ subject, relation, object });

const models: Record<string, unknown> = {
  "an open bracket": `${DOC}${"(".repeat(200_000)}`,
  "open brackets, line by line": DOC + "\n    define z: [user, (".repeat(10_000),
  operands: `${DOC}x${" or x".repeat(50_000)}`,
  "operands that are different": `${DOC}${repeated(20_000, (i) => `a${i}`).join(" and ")}`,
  "kinds of subject": `${DOC}[${repeated(40_000, () => "user").join(", ")}]`,
  relations: DOC + repeated(2_900, (i) => `\n    define r${i}: [user] or x`).join(""),
  "relations that refer to each other": `${HEAD}type doc\n  relations\n    define r0: [user]${repeated(2_900, (i) => `\n    define r${i + 1}: r${i}${i > 0 ? ` or r${i >> 1}` : ""}`).join("")}`,
  "targets of from": `${HEAD}${repeated(400, (i) => `type t${i}\n  relations\n    define p: [${repeated(30, (j) => `t${(i + j) % 400}`).join(", ")}]\n    define v: [user] or v from p\n`).join("")}`,
  subtractions: `${HEAD}type doc\n  relations\n    define r0: [user]${repeated(1_500, (i) => `\n    define r${i + 1}: [user] but not r${i}`).join("")}`,
  conditions: `${DOC}[user with c0]${repeated(299, (i) => `\ncondition c${i}(a: int) {\n  a ${"+ 1 ".repeat(300)}> ${i}\n}`).join("")}`,
  "a long condition": `${DOC}[user with c]\ncondition c(a: int) {\n  ${"(a + ".repeat(2_400)}1\n}`,
  "a condition of brackets": `${DOC}[user with c]\ncondition c(a: int) {\n  ${"[".repeat(9_900)}\n}`,
  "a condition of a long text": `${DOC}[user with c]\ncondition c(a: string) {\n  a.matches("${"(a|aa)*".repeat(1_300)}")\n}`,
  "words that are nothing": `${HEAD}${"define ".repeat(60_000)}`,
  "lines that are nothing": HEAD + "type \n".repeat(80_000),
  comments: `${HEAD}${"# a #b\n".repeat(70_000)}`,
  blanks: `${HEAD}${" ".repeat(500_000)}x`,
  "lines of blanks": HEAD + `${" ".repeat(1000)}\n`.repeat(500),
  "a long word": HEAD + "a".repeat(500_000),
  "a name of dashes": `${HEAD}type a${"-".repeat(500_000)}`,
  "types that stand twice": HEAD + "type doc\n".repeat(50_000),
  modules: [
    { name: "fga.mod", contents: `schema: '1.2'\ncontents:\n${repeated(99, (i) => `  - m${i}.fga`).join("\n")}` },
    ...repeated(99, (i) => ({ name: `m${i}.fga`, contents: `module m${i}\ntype t${i}\n${"  # c\n".repeat(800)}` })),
  ],
  "a file that is listed often": [
    { name: "fga.mod", contents: `schema: '1.2'\ncontents:\n${"  - a.fga\n".repeat(900)}` },
    { name: "a.fga", contents: `module a\n${"type a\n".repeat(1000)}` },
  ],
  "a manifest that is nested": [{ name: "fga.mod", contents: "[".repeat(9_900) }],
  "the hard one": HARD_MODEL,
  "the hard one, without its exclusions": HARD_MODEL.replaceAll(" but not blocked", "").replaceAll(
    " but not barred",
    "",
  ),
  "the hard one, with more of them": HARD_MODEL.replace("or viewer from parent", "or viewer from parent or may"),
};

const onModels = Object.entries(models).flatMap(([name, model]): HardCase[] =>
  ["authz.model.validate", "authz.model.diff"].map((path) => ({
    what: `a model of ${name}`,
    path,
    input: { model },
    isVariant: path === "authz.model.diff" && name !== "the hard one",
  })),
);

/** Models of the maximum size, put by another caller. */
const onPuts = ["targets of from", "relations"].flatMap((name): HardCase[] => [
  { what: `a model of ${name}`, path: "authz.model.put", input: { model: models[name] } },
  { what: "a model beside that", path: "authz.model.diff", input: { model: models["targets of from"] } },
]);

const hard = t("user:nobody", "all", "doc:d1");
const REGEX = {
  text: `${"ab".repeat(4_000)}d`,
  pattern: `${"(a|aa)*(b|bb)*".repeat(10)}c{1,50}$`,
  at: "2021-01-01T00:00:00Z",
  words: repeated(90, (i) => `${i}`),
  more: {},
};
const tuples = repeated(100, (i) => t(`group:g${i}#member`, "member", `group:x${i}`));
const wide = repeated(100, (i) => ({
  ...t(`user:u${i}`, "reader", "doc:wide"),
  condition: { name: "matches", context: { text: "a".repeat(9_000) } },
}));

/** Each request with the input that makes it hard. */
const questions: readonly (readonly [string, object])[] = [
  ["authz.check", hard],
  ["authz.check", { ...hard, contextualTuples: tuples }],
  ["authz.check", { ...t("user:u0", "reader", "doc:conditional"), context: REGEX }],
  ["authz.check", t("group:g1#strict", "strict", "group:g0")],
  ["authz.batchCheck", { checks: repeated(10_000, (i) => t(`user:x${i}`, "all", `doc:d${i % 6000}`)) }],
  [
    "authz.batchCheck",
    {
      checks: repeated(10_000, (i) => ({
        ...t(`user:u${i % 3}`, "reader", "doc:conditional"),
        context: { at: `${i}` },
      })),
      context: REGEX,
    },
  ],
  ["authz.listObjects", { subject: "user:u1", relation: "all", objectType: "doc", limit: 1000 }],
  [
    "authz.listObjects",
    { subject: "user:u1", relation: "deep", objectType: "folder", limit: 1000, contextualTuples: tuples },
  ],
  ["authz.listSubjects", { object: "doc:d1", relation: "all", subjectKind: "user", limit: 1000 }],
  [
    "authz.listSubjects",
    { object: "doc:wide", relation: "read", subjectKind: "user", limit: 1000, contextualTuples: wide },
  ],
  ["authz.listSubjects", { object: "group:g0", relation: "member", subjectKind: "group#member", limit: 1000 }],
  ["authz.listSubjects", { object: "doc:conditional", relation: "reader", subjectKind: "user", context: REGEX }],
  ["authz.listRelations", { subject: "user:u1", object: "doc:d1" }],
  ["authz.listRelations", { subject: "user:nobody", object: "doc:d0", context: REGEX }],
  ["authz.explain", hard],
  ["authz.explain", t("user:u1", "read", "doc:d7")],
  ["authz.explain", t("user:u3", "read", "doc:wide")],
  ["authz.expand", { object: "doc:wide", relation: "reader", limit: 1000 }],
  ["authz.expand", { object: "folder:f0", relation: "deep", limit: 1000 }],
];

const onQuestions = questions.flatMap(([path, input]): HardCase[] => [
  ...["exact", "fast", { at: "3" }].map((consistency) => ({
    what: `a question, ${JSON.stringify(consistency)}`,
    path,
    input: { ...input, consistency },
    isVariant: path !== "authz.check" && consistency !== "exact",
  })),
]);

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);
const check = (rest: string) => `{"json":{"subject":"user:a","relation":"r","object":"doc:1",${rest}}}`;

const onBodies: readonly HardCase[] = [
  { what: "an annotation below another", path: "auth.login", caller: "anonymous", body: annotations(240, 120) },
  { what: "annotations below others", path: "authz.check", body: annotations(490, 500) },
  {
    what: "annotations of many paths",
    path: "authz.check",
    body: JSON.stringify({
      json: {},
      meta: { values: Object.fromEntries(repeated(90_000, (i) => [`a${i}`, ["Date"]])), v: 1 },
    }),
  },
  {
    what: "annotations of a deep part",
    path: "authz.check",
    body: `{"json":${nested(990, '{"a":', "")}0${"}".repeat(990)},"meta":{"values":{"${"a.".repeat(989)}a":["undefined"]},"v":1}}`,
  },
  {
    what: "an annotation beyond a list",
    path: "authz.batchCheck",
    body: '{"json":{"checks":[]},"meta":{"values":{"checks.4294967294":["undefined"]},"v":1}}',
  },
  { what: "numbers", path: "authz.check", body: check(`"context":{"a":[${"0,".repeat(490_000)}0]}`) },
  {
    what: "as many numbers as there may be",
    path: "authz.check",
    body: check(`"context":{"a":[${"0,".repeat(99_000)}0]}`),
  },
  { what: "empty objects", path: "authz.check", body: check(`"context":{"a":[${"{},".repeat(300_000)}{}]}`) },
  { what: "tuples that are none", path: "authz.check", body: check(`"contextualTuples":[${"0,".repeat(99_000)}0]`) },
  { what: "checks that are none", path: "authz.batchCheck", body: `{"json":{"checks":[${"{},".repeat(30_000)}{}]}}` },
  { what: "a long number", path: "authz.check", body: check(`"context":{"a":${"1".repeat(MEGABYTE - 200)}}`) },
  { what: "a long fraction", path: "authz.check", body: check(`"context":{"a":0.${"3".repeat(MEGABYTE - 200)}e-300}`) },
  { what: "brackets", path: "authz.check", body: "[".repeat(MEGABYTE) },
  {
    what: "brackets that are closed",
    path: "authz.check",
    body: check(`"context":{"a":${nested(400_000, "[", "]")}}`),
  },
  { what: "backslashes", path: "authz.check", body: check(`"context":{"a":"${"\\\\".repeat(490_000)}"}`) },
  {
    what: "backslashes and quotes",
    path: "authz.check",
    body: check(`"context":{"a":"${'\\\\\\"'.repeat(240_000)}"}`),
  },
  { what: "keys that are unknown", path: "authz.check", body: check(repeated(60_000, (i) => `"k${i}":0`).join()) },
  { what: "one key often", path: "authz.check", body: check(`${'"a":0,'.repeat(90_000)}"b":0`) },
  {
    what: "a batch of one call",
    path: Array(100).fill("authz.batchCheck").join(),
    body: JSON.stringify(
      Object.fromEntries(
        repeated(100, (i) => [i, { json: { checks: repeated(240, () => hard), consistency: "fast" } }]),
      ),
    ),
  },
  {
    what: "a batch of checks nearby",
    path: Array(100).fill("authz.check").join(),
    body: JSON.stringify(Object.fromEntries(repeated(100, (i) => [i, { json: { ...hard, consistency: "fast" } }]))),
  },
  {
    what: "a batch of checks with conditions nearby",
    path: Array(100).fill("authz.check").join(),
    body: JSON.stringify(
      Object.fromEntries(
        repeated(100, (i) => [
          i,
          {
            json: {
              ...t("user:u0", "reader", "doc:conditional"),
              context: { ...REGEX, text: "ab".repeat(1_000) },
              consistency: "fast",
            },
          },
        ]),
      ),
    ),
  },
  {
    what: "a batch of checks",
    path: Array(100).fill("authz.check").join(),
    body: JSON.stringify(Object.fromEntries(repeated(100, (i) => [i, { json: hard }]))),
  },
  {
    what: "a batch of sign-ins",
    path: Array(100).fill("auth.refresh").join(),
    caller: "publishable",
    body: JSON.stringify(Object.fromEntries(repeated(100, (i) => [i, { json: { refreshToken: "rt_".repeat(300) } }]))),
  },
  { what: "a body that is too long for people", path: "auth.login", caller: "publishable", body: " ".repeat(MEGABYTE) },
];

/** Nested so often, each with a path of so many keys. */
function annotations(depth: number, keys: number): string {
  const path = Array(keys).fill("a").join(".");
  const below = `["Date",{"${path}":`;
  return `{"json":{},"meta":{"values":${below.repeat(depth)}["Date"]${"}]".repeat(depth)},"v":1}}`;
}

const HEADER = "subject_type,subject_id,subject_relation,relation,object_type,object_id,condition,context,expires_at\n";
const jsonTuple = (i: number) => JSON.stringify({ user: `user:new${i}`, relation: "member", object: "group:fresh" });
const onWrites: readonly HardCase[] = [
  ...[
    ["rows", repeated(16_000, (i) => `user,new${i},,member,group,fresh,,,\n`).join("")],
    ["rows of the worst form", `"user","a""b",,member,group,${'""""'.repeat(10)}\n`.repeat(14_000)],
    ["an open quote", `user,"${"a\n".repeat(450_000)}`],
    ["commas", ",".repeat(900_000)],
    ["rows that are none", "a\n".repeat(450_000)],
    [
      "rows that conflict",
      repeated(12_000, (i) => `user,new,,member,group,fresh,,,20${30 + (i % 60)}-01-01T00:00:00Z\n`).join(""),
    ],
    [
      "contexts",
      repeated(
        6_000,
        (i) => `user,c${i},,reader,doc,conditional,matches,"{""text"":""${"a".repeat(80)}"",""more"":{}}",\n`,
      ).join(""),
    ],
    ["a deep context", `user,c,,reader,doc,conditional,matches,"{""more"":{""a"":${nested(200_000, "[", "]")}}}",\n`],
  ].map(([what, rows]) => ({
    what: `CSV of ${what}`,
    path: "authz.graph.import",
    input: { csv: HEADER + rows, dryRun: true },
  })),
  ...[
    ["JSON of new tuples", { json: `[${repeated(8_000, jsonTuple).join(",")}]` }],
    ["JSON of one deep row", { json: `[${nested(400_000, "[", "]")}]` }],
    ["JSONL of new tuples", { jsonl: repeated(8_000, jsonTuple).join("\n") }],
    ["JSONL of rows that are none", { jsonl: "{}\n".repeat(300_000) }],
    ["YAML of new tuples", { yaml: repeated(8_000, (i) => `- ${jsonTuple(i)}\n`).join("") }],
    ["YAML of many fields", { yaml: `- a: b\n${repeated(8_000, (i) => `  k${i}: 1\n`).join("")}`.repeat(8) }],
    ["YAML of brackets", { yaml: `- ${"[".repeat(90_000)}\n`.repeat(10) }],
  ].map(([what, file]) => ({ what: `${what}`, path: "authz.graph.import", input: { ...Object(file), dryRun: true } })),
  {
    what: "many writes",
    path: "authz.write",
    input: { writes: repeated(1000, (i) => t(`user:w${i}`, "member", "group:written")) },
  },
  {
    what: "writes that replace a whole graph",
    path: "authz.write",
    input: {
      writes: repeated(900, (i) => ({
        ...t(`user:w${i}`, "reader", "doc:conditional"),
        condition: { name: "matches", context: { text: "x".repeat(900) } },
      })),
    },
  },
  {
    what: "deletes of what is wide",
    path: "authz.write",
    input: { deletes: repeated(1000, (i) => t(`user:u${i}`, "reader", "doc:wide")) },
  },
  {
    what: "preconditions",
    path: "authz.write",
    input: { preconditions: { mustExist: repeated(900, (i) => t(`user:u${i}`, "member", "group:wide")) } },
  },
  {
    what: "a model",
    path: "authz.model.put",
    input: { model: HARD_MODEL.replace("define owner: [user, group#member]", "define owner: [user]") },
  },
  { what: "the same model", path: "authz.model.put", input: { model: HARD_MODEL } },
  { what: "a check after that", path: "authz.check", input: { ...hard, consistency: "fast" } },
  {
    what: "users",
    path: "users.import",
    input: {
      users: repeated(1000, (i) => ({
        email: `${"a".repeat(50)}${i}@${"b.".repeat(60)}example.com`,
        name: "é".repeat(90),
        metadata: Object.fromEntries(repeated(8, (j) => [`${j}`, "m".repeat(20)])),
      })),
    },
  },
  {
    what: "a template",
    path: "emails.templates.put",
    caller: "admin",
    input: {
      kind: "verify-email",
      language: "en",
      subject: "{{".repeat(90),
      text: "{{#if ".repeat(3000),
      html: "<a <b {{x}} &".repeat(3000),
    },
  },
];

const proof = (depth: number): object => ({
  ...t("user:u1", "may", "folder:f1"),
  reason: depth === 0 ? { kind: "self" } : { kind: "computed", of: proof(depth - 1) },
});
const onProofs: readonly HardCase[] = [
  { what: "a deep proof", path: "authz.verifyProof", input: { proof: proof(490) } },
  {
    what: "a wide proof",
    path: "authz.verifyProof",
    input: { proof: { ...proof(0), reason: { kind: "and", all: repeated(45_000, () => ({ kind: "self" })) } } },
  },
  {
    what: "a proof that refutes much",
    path: "authz.verifyProof",
    input: {
      proof: {
        ...t("user:u1", "read", "doc:d1"),
        reason: {
          kind: "butNot",
          base: { kind: "self" },
          absent: {
            expression: "barred",
            refuted: repeated(15_000, (i) => ({ relation: "barred", object: `doc:d${i}` })),
          },
        },
      },
    },
  },
];

/** Replaces the model of the other calls, so it runs last. */
const LAST: HardCase = { what: "the hard model", path: "authz.model.put", input: { model: HARD_MODEL } };

export const HARD_CASES: readonly HardCase[] = [
  ...onBodies,
  ...onModels,
  ...onQuestions,
  ...onProofs,
  ...onWrites,
  ...onPuts,
  LAST,
];
