import { field } from "../../src/value.ts";
import { readWorkerConfig } from "../../src/worker/config.ts";
import { isUpload } from "../bindings.ts";
import { type Rule, resourceRule } from "../rule.ts";

/** `tested` returns the compatibility date of a stack in `wrangler.jsonc`, which the tests run with. */
export function compatibilityDateRule(tested: (stack: string) => string): Rule {
  return resourceRule(
    {
      name: "compatibility-date-is-tested",
      purpose: "The runtime behaves as it does in the tests.",
    },
    ({ type, props }, stack) => {
      if (!isUpload(type)) return [];
      const [date, latest] = [field(props, "compatibilityDate"), tested(stack)];
      const next = "set it to compatibility_date of wrangler.jsonc.";
      if (typeof date !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(date))
        return [`It has no compatibilityDate: ${next}`];
      return date > latest ? [`Its compatibilityDate ${date} is after ${latest}, the latest tested date: ${next}`] : [];
    },
  );
}

export const compatibilityDate = compatibilityDateRule((stack) => readWorkerConfig(stack).compatibility_date);
