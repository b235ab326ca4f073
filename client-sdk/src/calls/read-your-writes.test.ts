import { expect, it } from "vitest";
import { CfAuthError } from "./error.ts";
import { readYourWrites } from "./read-your-writes.ts";

const unknown = new CfAuthError({ code: "revision_not_found", message: "", status: 409, action: "", retryable: false });

/** A service that responds with these revisions in turn, and records the requested consistency. */
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

it("requests at least the latest known revision in a fast query", async () => {
  const { query, write, requested } = serviceAt([5, 9, 9, 12, 12]);
  await query("fast");
  await write();
  await query("fast");
  await query("exact");
  await query("fast");
  expect(requested).toEqual(["fast", undefined, { atLeast: "9", fast: true }, "exact", { atLeast: "12", fast: true }]);
});

it("doesn't request less after a response from a past revision", async () => {
  const { query, requested } = serviceAt([9, 3, 9]);
  await query("exact");
  await query({ at: "3" });
  await query("fast");
  expect(requested).toEqual(["exact", { at: "3" }, { atLeast: "9", fast: true }]);
});

it("compares revisions as numbers", async () => {
  const { query, requested } = serviceAt([9, 10, 9, 10]);
  for (const _ of requested.concat(1, 2, 3)) await query("fast");
  expect(requested).toEqual(["fast", { atLeast: "9", fast: true }, { atLeast: "10", fast: true }]);
});

it("uses the client's default consistency only for queries without their own", async () => {
  const { query, write, requested } = serviceAt([5, 5, 5, 5, 5], "fast");
  await query();
  await query();
  await query("exact");
  await write();
  await query(undefined, "authz.changes");
  expect(requested).toEqual(["fast", { atLeast: "5", fast: true }, "exact", undefined, undefined]);
});

it("tracks revisions per tenant", async () => {
  const { query, write, requested, goTo } = serviceAt([90, 2, 90]);
  await write();
  goTo("two");
  await query("fast");
  goTo("one");
  await query("fast");
  expect(requested).toEqual([undefined, "fast", { atLeast: "90", fast: true }]);
});

it("accepts the newest revision after the graph was reset", async () => {
  const { query, requested } = serviceAt([90, unknown, 1, 1]);
  await query("exact");
  expect(await query("fast")).toEqual({ revision: "1" });
  await query("fast");
  expect(requested).toEqual(["exact", { atLeast: "90", fast: true }, "exact", { atLeast: "1", fast: true }]);
  const other = serviceAt([unknown]);
  await expect(other.query({ atLeast: "4" })).rejects.toBe(unknown);
});
