import { expect, it } from "vitest";
import { BUCKET, D1, resource, VERSION } from "../../test/policy-cases.ts";
import { distinctNames } from "./distinct-names.ts";

const check = (...resources: Parameters<typeof resource>[]) =>
  distinctNames.check({ stack: "staging", resources: resources.map((each) => resource(...each)) });

it("of two alike, the second is told of the first", () => {
  const found = check([D1, { name: "a" }, { name: "one" }], [D1, { name: "a" }, { name: "two" }]);
  expect(found).toEqual([
    {
      rule: "names-are-distinct",
      urn: resource(D1, {}, { name: "two" }).urn,
      message: `It has the name of ${resource(D1, {}, { name: "one" }).urn}: give nameFor(…) another word for one of them.`,
    },
  ]);
});

it("other kinds may have the same name, and those without a name are not alike", () => {
  const one = { name: "one" };
  const two = { name: "two" };
  expect(check([D1, { name: "a" }], [BUCKET, { name: "a" }])).toEqual([]);
  expect(check([VERSION, { name: "a" }, one], [VERSION, { name: "a" }, two])).toEqual([]);
  expect(check([D1, {}, one], [D1, {}, two])).toEqual([]);
});
