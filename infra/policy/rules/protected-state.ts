import { isPreview } from "../../src/names.ts";
import { resourceTypeOf } from "../resource-types.ts";
import { resourceRule } from "../rule.ts";

export const protectedState = resourceRule(
  { name: "state-is-protected", purpose: "No change of the program deletes a resource that can't be recreated." },
  ({ type, protect }, stack) => {
    if (resourceTypeOf(type)?.state !== true || protect === !isPreview(stack)) return [];
    return isPreview(stack)
      ? ["It is protected, which blocks destroying the pull request's stack: remove protect."]
      : ["It contains state and isn't protected from deletion: set protect to true."];
  },
);
