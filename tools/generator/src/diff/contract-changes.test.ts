import { describe, expect, it } from "vitest";
import { type Contract, type ProcedureContract, readContract } from "../contract.ts";
import { contractChanges } from "./contract-changes.ts";

const text = { type: "string" };
const object = (properties: Record<string, object>) => ({ type: "object", properties, additionalProperties: false });
const check: ProcedureContract = {
  path: "thing.check",
  type: "query",
  summary: "Checks it.",
  caller: ["secret", "admin"],
  admin: { permission: "read", on: "tenant" },
  rateLimit: "standard",
  audit: "thing.check",
  errors: ["missing"],
  input: object({ a: text }),
  output: object({ b: text }),
};
const missing = { status: 404, message: "It is not there.", action: "Look.", retryable: false };
const file = {
  method: "get",
  path: "/file",
  summary: "A file.",
  caller: ["secret"],
  parameters: [],
  answers: "text/csv",
} as const;
const contract: Contract = {
  procedures: [check],
  routes: [file],
  schemas: { Tree: object({ a: text }) },
  commonErrors: [],
  errors: { missing },
};
const having = (changed: Partial<ProcedureContract>): Contract => ({
  ...contract,
  procedures: [{ ...check, ...changed }],
});

const cases: readonly [name: string, after: Contract, changes: string[]][] = [
  ["nothing", contract, []],
  ["a procedure more", { ...contract, procedures: [check, { ...check, path: "a.b" }] }, ["feature a.b is new"]],
  ["a procedure less", { ...contract, procedures: [] }, ["breaking thing.check is gone"]],
  [
    "an error that a procedure may fail with",
    having({ errors: ["late", "missing"] }),
    ["feature thing.check may fail with late"],
  ],
  [
    "an error that a procedure no longer fails with",
    having({ errors: [] }),
    ["fix thing.check no longer fails with missing"],
  ],
  [
    "a query that changes something",
    having({ type: "mutation" }),
    ["breaking thing.check was a query and is a mutation"],
  ],
  ["a summary", having({ summary: "Looks." }), ["fix thing.check is described otherwise"]],
  ["a caller more", having({ caller: ["secret", "admin", "user"] }), ["feature thing.check may be called by user"]],
  ["a caller less", having({ caller: ["admin"] }), ["breaking thing.check may not be called by secret any more"]],
  [
    "what an admin needs",
    having({ admin: { permission: "manage", on: "tenant" } }),
    ["breaking thing.check needs manage (tenant) of an admin, and needed read (tenant)"],
  ],
  [
    "an admin who needs nothing",
    having({ admin: null }),
    ["feature thing.check needs nothing of an admin, and needed read (tenant)"],
  ],
  [
    "a tighter rate limit",
    having({ rateLimit: "credentials" }),
    ["breaking thing.check is limited as credentials, and was as standard"],
  ],
  [
    "a more generous one",
    having({ rateLimit: "checks" }),
    ["feature thing.check is limited as checks, and was as standard"],
  ],
  [
    "an event that is gone",
    having({ audit: "none" }),
    ["breaking thing.check is recorded as none, and was as thing.check"],
  ],
  [
    "an event of refused calls only",
    having({ auditedOutcomes: "refused" }),
    ["breaking thing.check is recorded only where it is refused"],
  ],
  ["input that is not taken any more", having({ input: null }), ["breaking thing.check input is not taken any more"]],
  ["a field of the input", having({ input: object({}) }), ["breaking thing.check input.a is gone"]],
  ["a field of the answer", having({ output: object({ b: text, c: text }) }), ["feature thing.check output.c is new"]],
  ["a shape more", { ...contract, schemas: { ...contract.schemas, Leaf: text } }, ["feature Leaf is new"]],
  ["a shape less", { ...contract, schemas: {} }, ["breaking Tree is gone"]],
  ["an error more", { ...contract, errors: { missing, other: missing } }, ["feature other is new"]],
  ["an error less", { ...contract, errors: {} }, ["breaking missing is gone"]],
  [
    "an error's status",
    { ...contract, errors: { missing: { ...missing, status: 410 } } },
    ["breaking missing has status 410, and had 404"],
  ],
  [
    "an error that passes",
    { ...contract, errors: { missing: { ...missing, retryable: true } } },
    ["feature missing may be tried again"],
  ],
  [
    "an error's words",
    { ...contract, errors: { missing: { ...missing, action: "Seek." } } },
    ["fix missing is described otherwise"],
  ],
  ["a route more", { ...contract, routes: [file, { ...file, method: "put" }] }, ["feature PUT /file is new"]],
  ["a route less", { ...contract, routes: [] }, ["breaking GET /file is gone"]],
  [
    "what a route answers",
    { ...contract, routes: [{ ...file, answers: "text/html" }] },
    ["breaking GET /file takes or answers something else"],
  ],
  [
    "who may ask a route",
    { ...contract, routes: [{ ...file, caller: [] }] },
    ["breaking GET /file may not be called by secret any more"],
  ],
  ["a route's words", { ...contract, routes: [{ ...file, summary: "It." }] }, ["fix GET /file is described otherwise"]],
];

describe("a change of the contract", () => {
  it.each(cases)("%s", (_, after, changes) => {
    expect(contractChanges(contract, after).map(({ kind, where, what }) => `${kind} ${where} ${what}`)).toEqual(
      changes,
    );
  });

  it("adds a required input", () => {
    const before = having({ input: null });
    expect(contractChanges(before, contract)).toMatchObject([{ kind: "breaking", where: "thing.check input" }]);
  });

  it("lists breaking changes first", () => {
    const after = { ...having({ summary: "Looks.", input: object({}) }), errors: { missing, other: missing } };
    expect(contractChanges(contract, after).map(({ kind }) => kind)).toEqual(["breaking", "feature", "fix"]);
  });

  it("is empty between the real contract and itself in any key order", () => {
    const real = readContract();
    expect(contractChanges(JSON.parse(JSON.stringify(real)), real)).toEqual([]);
  });
});
