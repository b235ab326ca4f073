import type { ConditionDefinition, ParameterType } from "@cf-auth/engine";

/** A parameter whose type differs from that in an earlier condition. */
export interface Mismatch {
  readonly condition: string;
  readonly message: string;
}

/**
 * Parameters with the same name and different types in several conditions. A request has one context for all
 * conditions, so its value is wrong for one of them, unless tuples have their own.
 */
export function mismatchedParameters(conditions: readonly ConditionDefinition[]): Mismatch[] {
  const first = new Map<string, { condition: string; type: string }>();
  const found: Mismatch[] = [];
  for (const { name: condition, parameters = {} } of conditions) {
    for (const [parameter, definition] of Object.entries(parameters)) {
      const type = formatType(definition);
      const earlier = first.get(parameter);
      if (earlier === undefined) first.set(parameter, { condition, type });
      else if (earlier.type !== type) {
        const message =
          `condition ${condition}: parameter ${parameter} is ${type}, and ${earlier.type} in condition ` +
          `${earlier.condition}: no value in a request's context suits both`;
        found.push({ condition, message });
      }
    }
  }
  return found;
}

/** Type in the modelling language. */
function formatType({ type_name, generic_types = [] }: ParameterType): string {
  const name = type_name.replace(/^TYPE_NAME_/, "").toLowerCase();
  return generic_types.length === 0 ? name : `${name}<${generic_types.map(formatType).join(", ")}>`;
}
