import { expect, it } from "vitest";
import { CfAuthError } from "./error.ts";
import { readYourWrites } from "./read-your-writes.ts";

const unknown = new CfAuthError({ code: "revision_not_found", message: "", status: 409, action: "", retryable: false });

/** A service that answers with these revisions in turn, and how new each question requested the graph. */
function serviceAt(revisions: (number | Error)[], preset?: "exact" | "fast") {
  const requested: unknown[] = [];
  let tenant = "one";
  const call = async (_: string, _path: string, input: unknown) => {
    requested.push(Object(input).consistency);
    const revision = revisions[requested.length - 1];
    if (revision instanceof Error) throw revision;
    return { revision: `${revision}` };
  };
  const transport = readYourWrites({ call }, preset, async () => tenant);
  return {
    requested,
    query: (consistency?: unknown, path = "authz.check") =>
      transport.call("query", path, consistency === undefined ? {} : { consistency }),
    write: () => transport.call("mutation", "authz.write", {}),
    goTo: (name: string) => {
      tenant = name;
    },
  };
}

it("a fast question asks for what was written or seen, never for less", async () => {
  const { query, write, requested } = serviceAt([5, 9, 9, 12, 12]);
  await query("fast");
  await write();
  await query("fast");
  await query("exact");
  await query("fast");
  expect(requested).toEqual(["fast", undefined, { atLeast: "9" }, "exact", { atLeast: "12" }]);
});

it("an answer from the past is no reason to query for less", async () => {
  const { query, requested } = serviceAt([9, 3, 9]);
  await query("exact");
  await query({ at: "3" });
  await query("fast");
  expect(requested).toEqual(["exact", { at: "3" }, { atLeast: "9" }]);
});

it("revisions are compared as numbers", async () => {
  const { query, requested } = serviceAt([9, 10, 9, 10]);
  for (const _ of requested.concat(1, 2, 3)) await query("fast");
  expect(requested).toEqual(["fast", { atLeast: "9" }, { atLeast: "10" }]);
});

it("the client's own preference is for questions that have none, and for questions only", async () => {
  const { query, write, requested } = serviceAt([5, 5, 5, 5, 5], "fast");
  await query();
  await query();
  await query("exact");
  await write();
  await query(undefined, "authz.changes");
  expect(requested).toEqual(["fast", { atLeast: "5" }, "exact", undefined, undefined]);
});

it("what is known of a tenant says nothing of another", async () => {
  const { query, write, requested, goTo } = serviceAt([90, 2, 90]);
  await write();
  goTo("two");
  await query("fast");
  goTo("one");
  await query("fast");
  expect(requested).toEqual([undefined, "fast", { atLeast: "90" }]);
});

it("where the graph has begun anew, the newest that there is will do", async () => {
  const { query, requested } = serviceAt([90, unknown, 1, 1]);
  await query("exact");
  expect(await query("fast")).toEqual({ revision: "1" });
  await query("fast");
  expect(requested).toEqual(["exact", { atLeast: "90" }, "exact", { atLeast: "1" }]);
  const other = serviceAt([unknown]);
  await expect(other.query({ atLeast: "4" })).rejects.toBe(unknown);
});
