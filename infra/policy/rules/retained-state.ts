import { isPreview } from "../../src/names.ts";
import { kindOf } from "../kinds.ts";
import { resourceRule } from "../rule.ts";

export const retainedState = resourceRule(
  {
    name: "state-is-retained",
    purpose: "What cannot be made again stays in the account even when it leaves the program.",
    needs: "retainOnDelete",
  },
  ({ type, retainOnDelete }, stack) => {
    const isKnown = retainOnDelete !== undefined;
    if (!isKnown || kindOf(type)?.state !== true || retainOnDelete === !isPreview(stack)) return [];
    return isPreview(stack)
      ? ["It stays in the account when its pull request is gone: leave retainOnDelete out."]
      : ["It holds state and goes when it leaves the program: set retainOnDelete to true."];
  },
);
