import { field } from "../../src/value.ts";
import { resourceTypeOf } from "../resource-types.ts";
import type { PolicyResource, Rule } from "../rule.ts";

const name = "names-are-distinct";

function nameOf({ type, props }: PolicyResource): string | undefined {
  const property = resourceTypeOf(type)?.name;
  const named = property === undefined ? undefined : field(props, property);
  return typeof named === "string" ? `${type} ${named}` : undefined;
}

export const distinctNames: Rule = {
  name,
  purpose: "Two resources of one type with the same name collide in the cloud: the second fails or replaces the first.",
  scope: "stack",
  check({ resources }) {
    const first = new Map<string, PolicyResource>();
    return resources.flatMap((resource) => {
      const named = nameOf(resource);
      const other = named === undefined ? undefined : first.get(named);
      if (named !== undefined && other === undefined) first.set(named, resource);
      if (other === undefined) return [];
      const message = `It has the name of ${other.urn}: pass another second argument to nameFor(…) for one of them.`;
      return [{ rule: name, urn: resource.urn, message }];
    });
  },
};
