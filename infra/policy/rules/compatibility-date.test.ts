import { expect, it } from "vitest";
import { messagesOf, resource, VERSION } from "../../test/policy-cases.ts";
import { compatibilityDate, compatibilityDateRule } from "./compatibility-date.ts";

const rule = compatibilityDateRule(() => "2026-11-01");
const NONE = "It has no compatibilityDate: set it to compatibility_date of wrangler.jsonc.";

it.each([
  [{ compatibilityDate: "2026-11-01" }, []],
  [{ compatibilityDate: "2025-12-31" }, []],
  [
    { compatibilityDate: "2026-11-02" },
    [
      "Its compatibilityDate 2026-11-02 is after 2026-11-01, the latest tested date: set it to compatibility_date of wrangler.jsonc.",
    ],
  ],
  [{}, [NONE]],
  [{ compatibilityDate: "latest" }, [NONE]],
])("checks the date of %j", (props, messages) => {
  expect(messagesOf(rule, [resource(VERSION, props)])).toEqual(messages);
});

it("compares with the date in wrangler.jsonc, and skips stacks without a Worker", () => {
  expect(messagesOf(compatibilityDate, [resource(VERSION, { compatibilityDate: "9999-01-01" })])).toHaveLength(1);
  expect(messagesOf(compatibilityDate, [resource("command:local:Command")], "account")).toEqual([]);
});
