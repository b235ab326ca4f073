import { expect, it } from "vitest";
import type { BatchCheckRequest, CheckRequest } from "../generated/types.ts";
import type { CallOptions } from "./call-options.ts";
import { batchingChecks } from "./checks.ts";
import { CfAuthError } from "./error.ts";

const failure = (code: CfAuthError["code"], details: CfAuthError["details"] = {}) =>
  new CfAuthError({ code, message: code, status: 400, action: "", retryable: false, details });

interface Call {
  readonly path: string;
  readonly input: CheckRequest & BatchCheckRequest;
  readonly options: CallOptions;
}

/**
 * A service that allows users named o…, and reports users named x… as unknown, alone and in a batch. A user named m… is
 * malformed, and the service refuses the whole input; with `names` its error names the check.
 */
function service(refuseBatch?: CfAuthError["code"], names = true) {
  const calls: Call[] = [];
  const may = ({ subject }: { subject: string }) => ({ allowed: subject.startsWith("user:o") });
  const call = async (_: string, path: string, unknownInput: unknown, options: CallOptions = {}) => {
    const input = unknownInput as Call["input"];
    calls.push({ path, input, options });
    if (path === "authz.check" && !input?.subject?.startsWith("user:")) throw failure("invalid_input");
    const malformed = (input.checks ?? [input]).findIndex(({ subject }) => subject?.startsWith("user:m"));
    if (malformed >= 0) {
      throw failure("invalid_input", { issues: [{ path: names ? `checks.${malformed}.subject` : "", message: "" }] });
    }
    if (path === "authz.check" && input.subject.startsWith("user:x")) throw failure("type_unknown" as "forbidden");
    if (path === "authz.check") return { ...may(input), revision: "7" };
    if (path !== "authz.batchCheck") return path;
    if (refuseBatch) throw failure(refuseBatch);
    const results = input.checks.map((check) =>
      check.subject.startsWith("user:x") ? { error: { code: "type_unknown", message: "" } } : may(check),
    );
    return { results, revision: "7" };
  };
  const transport = batchingChecks({ call });
  const check = (subject: string, more: Partial<CheckRequest> = {}, options?: CallOptions) =>
    transport.call(
      "query",
      "authz.check",
      { subject: `user:${subject}`, relation: "r", object: "o:1", ...more },
      options,
    );
  return { calls, check, transport, paths: () => calls.map(({ path }) => path) };
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "",
    (error: CfAuthError) => error.code,
  );

it("sends checks of one tick as one batch, and returns each its own result", async () => {
  const { calls, check } = service();
  const answers = await Promise.all([check("o1"), check("n1", { context: { a: 1 } }), check("o2")]);
  expect(answers).toEqual([
    { allowed: true, revision: "7" },
    { allowed: false, revision: "7" },
    { allowed: true, revision: "7" },
  ]);
  expect(calls).toHaveLength(1);
  expect(calls[0]?.input.checks[1]).toEqual({ subject: "user:n1", relation: "r", object: "o:1", context: { a: 1 } });
});

it("sends a single check, checks of another tick and all other calls on their own", async () => {
  const { check, paths, transport } = service();
  await check("o1");
  await check("o2");
  await Promise.all([check("o3"), transport.call("query", "authz.read", {})]);
  expect(paths()).toEqual(["authz.check", "authz.check", "authz.read", "authz.check"]);
});

it("batches only checks with the same consistency and timeout, and none with contextual tuples", async () => {
  const { calls, check, paths } = service();
  await Promise.all([
    check("o1"),
    check("o2"),
    check("o3", { consistency: "fast" }),
    check("o4", { consistency: "fast" }),
    check("o5", {}, { timeoutSeconds: 9 }),
    check("o6", { contextualTuples: [] }),
  ]);
  expect(paths().sort()).toEqual(["authz.batchCheck", "authz.batchCheck", "authz.check", "authz.check"]);
  expect(calls.filter(({ path }) => path === "authz.batchCheck").map(({ input }) => input.consistency)).toEqual([
    undefined,
    "fast",
  ]);
});

it("repeats a check alone if the batch has no result for it", async () => {
  const { check, paths } = service();
  const [good, bad] = [check("o1"), codeOf(check("x1"))];
  expect(await good).toEqual({ allowed: true, revision: "7" });
  expect(await bad).toBe("type_unknown");
  expect(paths()).toEqual(["authz.batchCheck", "authz.check"]);
});

it("repeats a check alone if the service refuses the batch for it, and the others together", async () => {
  const { calls, check, paths } = service();
  const answers = await Promise.all([check("o1"), codeOf(check("m1")), check("n1")]);
  expect(answers).toMatchObject([{ allowed: true }, "invalid_input", { allowed: false }]);
  expect(paths()).toEqual(["authz.batchCheck", "authz.batchCheck", "authz.check"]);
  expect(calls[1]?.input.checks.map(({ subject }) => subject)).toEqual(["user:o1", "user:n1"]);
  expect(calls[2]?.input.subject).toBe("user:m1");
});

it.each([
  ["does not say which check it is", false, ["o1", "m1", "o2"], 1],
  ["refuses the others for one of them, too", true, ["o1", "m1", "m2", "o2"], 2],
])("sends each check alone if the service %s", async (_, names, subjects, batches) => {
  const { check, paths } = service(undefined, names);
  const answers = await Promise.all(
    subjects.map((subject) => (subject.startsWith("m") ? codeOf(check(subject)) : check(subject))),
  );
  expect(answers).toMatchObject(
    subjects.map((subject) => (subject.startsWith("m") ? "invalid_input" : { allowed: true })),
  );
  expect(paths()).toEqual([
    ...Array.from({ length: batches }, () => "authz.batchCheck"),
    ...subjects.map(() => "authz.check"),
  ]);
});

it("sends a malformed check alone, so that the service refuses it", async () => {
  const { transport, check, paths } = service();
  const odd = [null, undefined, 5, "check"].map((input) => codeOf(transport.call("query", "authz.check", input)));
  const [answer, ...codes] = await Promise.all([check("o1"), ...odd]);
  expect(answer).toMatchObject({ allowed: true });
  expect(codes).toEqual(odd.map(() => "invalid_input"));
  expect(paths().every((path) => path === "authz.check")).toBe(true);
});

it("sends unknown fields of a check in a batch, too", async () => {
  const { calls, check } = service();
  await Promise.all([check("o1"), check("o2", { note: "odd" } as object)]);
  expect(calls[0]?.input.checks[1]).toEqual({ subject: "user:o2", relation: "r", object: "o:1", note: "odd" });
});

it("checks one by one with a key that lacks the scope for batches", async () => {
  const { check, paths } = service("insufficient_scope");
  expect(await Promise.all([check("o1"), check("n1")])).toMatchObject([{ allowed: true }, { allowed: false }]);
  expect(paths()).toEqual(["authz.batchCheck", "authz.check", "authz.check"]);
});

it("doesn't repeat a batch that fails as a whole", async () => {
  const { check, paths } = service("unauthenticated");
  expect(await Promise.all([codeOf(check("o1")), codeOf(check("o2"))])).toEqual(["unauthenticated", "unauthenticated"]);
  expect(paths()).toEqual(["authz.batchCheck"]);
});

it("aborts one check of a batch without the others", async () => {
  const { check } = service();
  const abort = new AbortController();
  const calls = [
    codeOf(check("o1", {}, { signal: abort.signal })),
    check("o2", {}, { signal: new AbortController().signal }),
  ];
  abort.abort();
  expect(await Promise.all(calls)).toEqual(["aborted", { allowed: true, revision: "7" }]);
  expect(await codeOf(check("o1", {}, { signal: AbortSignal.abort() }))).toBe("aborted");
});

it("sends at most the service's maximum of checks in a batch", async () => {
  const { calls, check } = service();
  await Promise.all(Array.from({ length: 10_001 }, (_, i) => check(`o${i}`)));
  expect(calls.map(({ path, input }) => (path === "authz.check" ? 1 : input.checks.length)).sort()).toEqual([
    1, 10_000,
  ]);
});
