import type { ModelDefinition, ParameterType, RewriteDefinition } from "@cf-auth/engine";
import type { Definition, ParameterName, RelationDefinition } from "../../src/permissions/definition.ts";

/** A model as somebody would write it in TypeScript. Throws where a list does not stand first, as it must. */
export function definitionOf(model: ModelDefinition): Definition {
  const types = model.type_definitions.map(({ type, relations = {}, metadata }) => {
    const members = Object.entries(relations).map(([name, rewrite]) => {
      const restrictions = metadata?.relations?.[name]?.directly_related_user_types ?? [];
      const list = restrictions.map(({ type: of, relation, wildcard, condition }) => {
        const kind = `${of}${wildcard ? ":*" : ""}${relation ? `#${relation}` : ""}`;
        return condition ? `${kind} with ${condition}` : kind;
      });
      return [name, relationOf(rewrite, list)];
    });
    return [type, Object.fromEntries(members)];
  });
  const conditions = Object.values(model.conditions ?? {}).map(({ name, parameters = {}, expression }) => {
    const named = Object.entries(parameters).map(([parameter, type]) => [parameter, parameterName(type)]);
    return [name, { parameters: Object.fromEntries(named), expression }];
  });
  const written = { types: Object.fromEntries(types) };
  return conditions.length === 0 ? written : { ...written, conditions: Object.fromEntries(conditions) };
}

function relationOf(rewrite: RewriteDefinition, list: readonly string[] | undefined): RelationDefinition {
  const { computedUserset, tupleToUserset, union, intersection, difference } = rewrite;
  if (computedUserset) return computedUserset.relation;
  if (tupleToUserset) return `${tupleToUserset.computedUserset.relation} from ${tupleToUserset.tupleset.relation}`;
  if (union) return { or: partsOf(union.child, list) };
  if (intersection) return { and: partsOf(intersection.child, list) };
  if (difference) {
    const base = relationOf(difference.base, list);
    const butNot = relationOf(difference.subtract, undefined) as string;
    const isPlain = typeof base === "object" && !Array.isArray(base) && !("butNot" in base);
    return isPlain ? { ...base, butNot } : { or: [base], butNot };
  }
  if (list === undefined) throw new Error("A list stands elsewhere than first.");
  return list;
}

/** The tests' own data is of the form that a tuple's type demands: it has two parts at least. */
type Parts = readonly [RelationDefinition, ...string[]];

function partsOf([first = {}, ...rest]: readonly RewriteDefinition[], list: readonly string[] | undefined): Parts {
  return [relationOf(first, list), ...rest.map((part) => relationOf(part, undefined) as string)];
}

function parameterName({ type_name, generic_types: [item] = [] }: ParameterType): ParameterName {
  const name = type_name.replace("TYPE_NAME_", "").toLowerCase();
  return (item ? `${name}<${parameterName(item)}>` : name) as ParameterName;
}
