import { isPreview } from "../../src/names.ts";
import { resourceTypeOf } from "../resource-types.ts";
import { resourceRule } from "../rule.ts";

export const retainedState = resourceRule(
  {
    name: "state-is-retained",
    purpose: "A resource that can't be recreated stays in the account when it is removed from the program.",
    requires: "retainOnDelete",
  },
  ({ type, retainOnDelete }, stack) => {
    const isKnown = retainOnDelete !== undefined;
    if (!isKnown || resourceTypeOf(type)?.state !== true || retainOnDelete === !isPreview(stack)) return [];
    return isPreview(stack)
      ? ["It stays in the account after its pull request is closed: remove retainOnDelete."]
      : ["It contains state and is deleted when removed from the program: set retainOnDelete to true."];
  },
);
