import { expect, it } from "vitest";
import { CfAuthError } from "./error.ts";
import { readYourWrites } from "./read-your-writes.ts";

const unknown = new CfAuthError({ code: "revision_not_found", message: "", status: 409, action: "", retryable: false });

/** A service that answers with these revisions in turn, and how new each question wanted the graph. */
function serviceAt(revisions: (number | Error)[], preset?: "exact" | "fast") {
  const wanted: unknown[] = [];
  let tenant = "one";
  const call = async (_: string, _path: string, input: unknown) => {
    wanted.push(Object(input).consistency);
    const revision = revisions[wanted.length - 1];
    if (revision instanceof Error) throw revision;
    return { revision: `${revision}` };
  };
  const transport = readYourWrites({ call }, preset, async () => tenant);
  return {
    wanted,
    ask: (consistency?: unknown, path = "authz.check") =>
      transport.call("query", path, consistency === undefined ? {} : { consistency }),
    write: () => transport.call("mutation", "authz.write", {}),
    goTo: (name: string) => {
      tenant = name;
    },
  };
}

it("a fast question asks for what was written or seen, never for less", async () => {
  const { ask, write, wanted } = serviceAt([5, 9, 9, 12, 12]);
  await ask("fast");
  await write();
  await ask("fast");
  await ask("exact");
  await ask("fast");
  expect(wanted).toEqual(["fast", undefined, { atLeast: "9" }, "exact", { atLeast: "12" }]);
});

it("an answer from the past is no reason to ask for less", async () => {
  const { ask, wanted } = serviceAt([9, 3, 9]);
  await ask("exact");
  await ask({ at: "3" });
  await ask("fast");
  expect(wanted).toEqual(["exact", { at: "3" }, { atLeast: "9" }]);
});

it("revisions are compared as numbers", async () => {
  const { ask, wanted } = serviceAt([9, 10, 9, 10]);
  for (const _ of wanted.concat(1, 2, 3)) await ask("fast");
  expect(wanted).toEqual(["fast", { atLeast: "9" }, { atLeast: "10" }]);
});

it("the client's own preference is for questions that have none, and for questions only", async () => {
  const { ask, write, wanted } = serviceAt([5, 5, 5, 5, 5], "fast");
  await ask();
  await ask();
  await ask("exact");
  await write();
  await ask(undefined, "authz.changes");
  expect(wanted).toEqual(["fast", { atLeast: "5" }, "exact", undefined, undefined]);
});

it("what is known of a tenant says nothing of another", async () => {
  const { ask, write, wanted, goTo } = serviceAt([90, 2, 90]);
  await write();
  goTo("two");
  await ask("fast");
  goTo("one");
  await ask("fast");
  expect(wanted).toEqual([undefined, "fast", { atLeast: "90" }]);
});

it("where the graph has begun anew, the newest that there is will do", async () => {
  const { ask, wanted } = serviceAt([90, unknown, 1, 1]);
  await ask("exact");
  expect(await ask("fast")).toEqual({ revision: "1" });
  await ask("fast");
  expect(wanted).toEqual(["exact", { atLeast: "90" }, "exact", { atLeast: "1" }]);
  const asked = serviceAt([unknown]);
  await expect(asked.ask({ atLeast: "4" })).rejects.toBe(unknown);
});
