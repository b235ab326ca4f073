import { beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";

const condition = (parameters: string, expression: string) => `condition active(${parameters}) {\n  ${expression}\n}\n`;
const model = (text: string) => `model
  schema 1.1
type user
type team
  relations
    define member: [user]
type plan
  relations
    define barred: [user with active]
    define trial: [user, user with active, team#member with active]
    define open: [user, user:*] but not barred
    define both: trial and open
${text}`;

const BEFORE = model(
  condition(
    "now: timestamp, span: duration, tags: list<string>",
    'now < timestamp("2030-01-01T00:00:00Z") + span && "a" in tags',
  ),
);
const context = { span: "336h", tags: ["a"] };
const active = { condition: { name: "active", context } };
const now = "2030-01-01T00:00:00Z";

/** Changed conditions, the problem of the stored context under each, and the error of a check of its tuple. */
const CHANGES: readonly [name: string, text: string, problems: object[], result: object][] = [
  [
    "a type that is another",
    condition(
      "now: timestamp, span: int, tags: list<string>",
      'now > timestamp("2000-01-01T00:00:00Z") && span > 1 && "a" in tags',
    ),
    [{ condition: "active", parameter: "span", expected: "an int", tupleCount: 2 }],
    { parameter: "span", expected: "an int" },
  ],
  [
    "items of another type",
    condition(
      "now: timestamp, span: duration, tags: list<int>",
      'now < timestamp("2030-01-01T00:00:00Z") + span && 1 in tags',
    ),
    [{ condition: "active", parameter: "tags", expected: "a list of int", tupleCount: 2 }],
    { parameter: "tags", expected: "a list of int" },
  ],
  [
    "a list that is a map",
    condition(
      "now: timestamp, span: duration, tags: map<string>",
      'now < timestamp("2030-01-01T00:00:00Z") + span && "a" in tags',
    ),
    [{ condition: "active", parameter: "tags", expected: "a map of string", tupleCount: 2 }],
    { parameter: "tags" },
  ],
  [
    "two types that are others",
    condition(
      "now: timestamp, span: int, tags: list<int>",
      'now > timestamp("2000-01-01T00:00:00Z") && span > 1 && 1 in tags',
    ),
    [
      { condition: "active", parameter: "span", expected: "an int", tupleCount: 2 },
      { condition: "active", parameter: "tags", expected: "a list of int", tupleCount: 2 },
    ],
    { parameter: "span" },
  ],
];

type Graph = Awaited<ReturnType<typeof createGraph>>;
let authz: Graph["authz"];
beforeEach(async () => {
  ({ authz } = await createGraph(BEFORE));
  const writes = [
    { ...t("user:a trial plan:p"), ...active },
    t("user:sound trial plan:p"),
    t("user:a trial plan:other"),
    t("user:* open plan:p"),
    t("user:a open plan:q"),
    { ...t("user:a barred plan:p"), ...active },
  ];
  await authz.write.mutate({ writes });
});

const trials = { object: "plan:p", relation: "trial", subjectKind: "user", context: { now } };

describe.each(CHANGES)("a condition with %s", (_name, text, contextProblems, detail) => {
  it("reports the stored context in diff and in put", async () => {
    const diff = await authz.model.diff.query({ model: model(text) });
    expect(diff).toMatchObject({ invalidContextCount: 2, contextProblems, ineffectiveCount: 0 });
    const put = await authz.model.put.mutate({ model: model(text) });
    expect(put).toMatchObject({
      changed: true,
      ineffectiveCount: 0,
      invalidContextCount: 2,
      contextProblems,
      warnings: [],
    });
    // Putting the same model again returns the same problems.
    expect(await authz.model.put.mutate({ model: model(text) })).toMatchObject({
      changed: false,
      invalidContextCount: 2,
    });
  });

  it("fails a check that depends on it, and names the tuple and the parameter", async () => {
    await authz.model.put.mutate({ model: model(text) });
    const request = { ...t("user:a trial plan:p"), context: { now } };
    const calls = [authz.check.query(request), authz.explain.query(request)];
    for (const error of await Promise.all(calls.map((call) => errorOf(call)))) {
      expect(error).toMatchObject({
        code: "invalid_context",
        details: { condition: "active", tuple: t("user:a trial plan:p"), ...detail },
      });
      expect(error.message).toContain("The tuple user:a trial plan:p can't be evaluated: parameter ");
      expect(error.action).toContain("details.tuple");
    }
    const { results } = await authz.batchCheck.query({
      checks: [request, { ...request, subject: "user:sound" }],
      context: { now },
    });
    expect(results).toEqual([{ error: expect.objectContaining({ code: "invalid_context" }) }, { allowed: true }]);
  });

  it("leaves every other result unchanged", async () => {
    await authz.model.put.mutate({ model: model(text) });
    const check = async (tuple: string) => (await authz.check.query({ ...t(tuple), context: { now } })).allowed;
    expect(await check("user:sound trial plan:p")).toBe(true);
    expect(await check("user:a trial plan:other")).toBe(true);
    expect(await check("user:b trial plan:p")).toBe(false);
    expect(await authz.listSubjects.query(trials)).toMatchObject({ items: ["user:sound"], conditional: ["user:a"] });
    const objects = { subject: "user:a", relation: "trial", objectType: "plan", context: { now } };
    expect(await authz.listObjects.query(objects)).toMatchObject({ items: ["plan:other"], conditional: ["plan:p"] });
    const relations = await authz.listRelations.query({ subject: "user:a", object: "plan:p", context: { now } });
    expect(relations).toMatchObject({ relations: [], conditional: ["barred", "trial", "open", "both"] });
  });

  it("never lifts an exclusion", async () => {
    await authz.model.put.mutate({ model: model(text) });
    const open = { ...t("user:a open plan:p"), context: { now } };
    expect(await errorOf(authz.check.query(open))).toMatchObject({
      code: "invalid_context",
      details: { tuple: t("user:a barred plan:p") },
    });
    expect((await authz.check.query({ ...open, subject: "user:b" })).allowed).toBe(true);
    const opened = { subject: "user:a", relation: "open", objectType: "plan", context: { now } };
    expect(await authz.listObjects.query(opened)).toMatchObject({ items: ["plan:q"], conditional: ["plan:p"] });
  });

  it("works again after the tuples are written with other contexts", async () => {
    await authz.model.put.mutate({ model: model(text) });
    await authz.write.mutate({ deletes: [t("user:a trial plan:p"), t("user:a barred plan:p")] });
    expect((await authz.model.put.mutate({ model: model(text) })).contextProblems).toEqual([]);
    expect((await authz.check.query({ ...t("user:a open plan:p"), context: { now } })).allowed).toBe(true);
  });
});

describe("a parameter that is renamed or dropped", () => {
  it.each([
    [
      "renamed",
      condition("now: timestamp, length: duration, tags: list<string>", "now < now + length && tags.size() > 0"),
      ["length"],
    ],
    [
      "dropped",
      condition("now: timestamp, tags: list<string>", 'now > timestamp("2000-01-01T00:00:00Z") && "a" in tags'),
      undefined,
    ],
  ])("ignores the stored value of a %s parameter, and reports it in put and diff", async (_name, text, missing) => {
    const contextProblems = [{ condition: "active", parameter: "span", expected: null, tupleCount: 2 }];
    expect(await authz.model.diff.query({ model: model(text) })).toMatchObject({
      invalidContextCount: 2,
      contextProblems,
    });
    expect(await authz.model.put.mutate({ model: model(text) })).toMatchObject({
      invalidContextCount: 2,
      contextProblems,
    });
    const result = await authz.check.query({ ...t("user:a trial plan:p"), context: { now } });
    expect(result).toMatchObject(missing ? { allowed: "conditional", missing } : { allowed: true });
  });
});

describe("an invalid context of a request", () => {
  it("fails every query, and names the parameter but no tuple", async () => {
    const wrong = { now: 5 };
    const calls = [
      authz.check.query({ ...t("user:a trial plan:p"), context: wrong }),
      authz.listSubjects.query({ ...trials, context: wrong }),
      authz.listObjects.query({ subject: "user:a", relation: "trial", objectType: "plan", context: wrong }),
      authz.listRelations.query({ subject: "user:a", object: "plan:p", context: wrong }),
    ];
    for (const error of await Promise.all(calls.map((call) => errorOf(call)))) {
      const message = "Parameter now of condition active must be a timestamp such as 2030-01-31T12:00:00Z, not 5.";
      expect(error).toMatchObject({ code: "invalid_context", message, details: { parameter: "now" } });
      expect(error.details).not.toHaveProperty("tuple");
    }
  });
});

it("limits a failed condition to the tuple whose context causes it", async () => {
  const text = condition(
    "now: timestamp, span: duration, tags: list<string>",
    "now < now + span && tags[0].matches(tags[1])",
  );
  await authz.model.put.mutate({ model: model(text) });
  expect(await errorOf(authz.check.query({ ...t("user:a trial plan:p"), context: { now } }))).toMatchObject({
    code: "invalid_context",
    details: { condition: "active", tuple: t("user:a trial plan:p") },
  });
  expect(await authz.listSubjects.query(trials)).toMatchObject({ items: ["user:sound"], conditional: ["user:a"] });
});

it("finds a remedy although another tuple can't be evaluated", async () => {
  await authz.model.put.mutate({ model: model(CHANGES[0]?.[1] ?? "") });
  await authz.write.mutate({ writes: [t("user:x member team:1")] });
  const { allowed, remedies } = await authz.explain.query({ ...t("user:c trial plan:p"), context: { now } });
  expect(allowed).toBe(false);
  expect(remedies).toContainEqual({ add: [t("user:c trial plan:p")], remove: [] });
});
