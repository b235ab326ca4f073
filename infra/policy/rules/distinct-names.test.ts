import { expect, it } from "vitest";
import { BUCKET, D1, resource, VERSION } from "../../test/policy-cases.ts";
import { distinctNames } from "./distinct-names.ts";

const check = (...resources: Parameters<typeof resource>[]) =>
  distinctNames.check({ stack: "staging", resources: resources.map((each) => resource(...each)) });

it("reports the second of two resources with the same name, and names the first", () => {
  const found = check([D1, { name: "a" }, { name: "one" }], [D1, { name: "a" }, { name: "two" }]);
  expect(found).toEqual([
    {
      rule: "names-are-distinct",
      urn: resource(D1, {}, { name: "two" }).urn,
      message: `It has the name of ${resource(D1, {}, { name: "one" }).urn}: pass another second argument to nameFor(…) for one of them.`,
    },
  ]);
});

it("allows equal names across resource types, and resources without a name", () => {
  const one = { name: "one" };
  const two = { name: "two" };
  expect(check([D1, { name: "a" }], [BUCKET, { name: "a" }])).toEqual([]);
  expect(check([VERSION, { name: "a" }, one], [VERSION, { name: "a" }, two])).toEqual([]);
  expect(check([D1, {}, one], [D1, {}, two])).toEqual([]);
});
