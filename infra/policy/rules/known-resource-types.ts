import { isPulumiInternal, resourceTypeOf } from "../resource-types.ts";
import { resourceRule } from "../rule.ts";

export const knownResourceTypes = resourceRule(
  {
    name: "known-resource-types",
    purpose: "The policies know each resource type: whether it contains state, and which property is its name.",
  },
  ({ type }) => {
    if (isPulumiInternal(type) || resourceTypeOf(type) !== undefined) return [];
    return [`${type} is an unknown type: add it to infra/policy/resource-types.ts with its state and name property.`];
  },
);
