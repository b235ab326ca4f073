import { expect, it } from "vitest";
import { messagesOf, resource, VERSION } from "../../test/policy-cases.ts";
import { compatibilityDate, compatibilityDateRule } from "./compatibility-date.ts";

const rule = compatibilityDateRule(() => "2026-11-01");
const NONE = "It says no compatibilityDate: take compatibility_date of wrangler.jsonc.";

it.each([
  [{ compatibilityDate: "2026-11-01" }, []],
  [{ compatibilityDate: "2025-12-31" }, []],
  [
    { compatibilityDate: "2026-11-02" },
    [
      "Its compatibilityDate 2026-11-02 is after 2026-11-01, the last that is tested: take compatibility_date of wrangler.jsonc.",
    ],
  ],
  [{}, [NONE]],
  [{ compatibilityDate: "latest" }, [NONE]],
])("%j", (props, messages) => {
  expect(messagesOf(rule, [resource(VERSION, props)])).toEqual(messages);
});

it("is compared with that of wrangler.jsonc, which a stack without a Worker has none of", () => {
  expect(messagesOf(compatibilityDate, [resource(VERSION, { compatibilityDate: "9999-01-01" })])).toHaveLength(1);
  expect(messagesOf(compatibilityDate, [resource("command:local:Command")], "account")).toEqual([]);
});
