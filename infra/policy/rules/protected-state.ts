import { isPreview } from "../../src/names.ts";
import { kindOf } from "../kinds.ts";
import { resourceRule } from "../rule.ts";

export const protectedState = resourceRule(
  { name: "state-is-protected", purpose: "No change of the program deletes what cannot be made again." },
  ({ type, protect }, stack) => {
    if (kindOf(type)?.state !== true || protect === !isPreview(stack)) return [];
    return isPreview(stack)
      ? ["It is protected, so that the stack cannot be destroyed with its pull request: leave protect out."]
      : ["It holds state and may be deleted: set protect to true."];
  },
);
