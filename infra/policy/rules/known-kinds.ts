import { isOfPulumi, kindOf } from "../kinds.ts";
import { resourceRule } from "../rule.ts";

export const knownKinds = resourceRule(
  { name: "known-kinds", purpose: "Of each kind of resource it is known whether it holds state and what its name is." },
  ({ type }) => {
    if (isOfPulumi(type) || kindOf(type) !== undefined) return [];
    return [`Nothing here knows ${type}: say in infra/policy/kinds.ts whether it holds state, and what its name is.`];
  },
);
