import { EngineError } from "../errors.ts";
import type { TupleKey } from "../tuple.ts";
import type { ModelDefinition } from "./definition.ts";

/** The types of a model, and their relations as `type#relation`. */
export function namesIn({ type_definitions }: ModelDefinition): string[] {
  return type_definitions.flatMap(({ type, relations = {} }) => [
    type,
    ...Object.keys(relations).map((relation) => `${type}#${relation}`),
  ]);
}

/**
 * Throws `unknown_type` or `unknown_relation` unless `names` has every type and relation of the tuple. They are the
 * names of all versions of a model: for deletes and filters, where a misspelt name would match nothing.
 */
export function requireKnownNames(key: TupleKey, names: ReadonlySet<string>): void {
  requireKnown(key.objectType, key.relation, names);
  requireKnown(key.subjectType, key.subjectRelation, names);
}

function requireKnown(type: string, relation: string, names: ReadonlySet<string>): void {
  if (!names.has(type)) {
    throw new EngineError("unknown_type", `No version of the model has a type ${type}.`, { type });
  }
  if (relation === "" || names.has(`${type}#${relation}`)) return;
  const message = `Type ${type} has no relation ${relation} in any version of the model.`;
  throw new EngineError("unknown_relation", message, { type, relation });
}
