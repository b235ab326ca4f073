import type { ModelDefinition, RewriteDefinition, TypeDefinition } from "@cf-auth/engine";
import type { ModelSource } from "../../authz/graph-service.ts";
import { modelIdOf } from "./ids.ts";

/*
 * The JSON of models as OpenFGA's server writes it: with all fields, also those without a value.
 * Source: openfga/api, authzmodel.proto; protobuf's JSON mapping.
 */

/** The modules and files that parts of a model came from, which the modelling language has no words for. */
interface Origin {
  readonly module?: string;
  readonly source_info?: unknown;
}

type Relations = NonNullable<NonNullable<TypeDefinition["metadata"]>["relations"]>;
type Restriction = NonNullable<Relations[string]["directly_related_user_types"]>[number];
type Parameter = NonNullable<NonNullable<ModelDefinition["conditions"]>[string]["parameters"]>[string];

/** What the definition was read from, where that is JSON: it alone has the modules. */
export function jsonOf(source: ModelSource): ModelDefinition | undefined {
  if (typeof source !== "string" || !source.trimStart().startsWith("{")) return undefined;
  // Only valid models are stored.
  return JSON.parse(source) as ModelDefinition;
}

/** A version of the model, as the API returns it. */
export function modelJson(version: number, { schema_version, type_definitions, conditions = {} }: ModelDefinition) {
  return {
    id: modelIdOf(version),
    schema_version: schema_version || "1.1",
    type_definitions: type_definitions.map(typeJson),
    conditions: mapped(conditions ?? {}, (condition) => ({
      name: condition.name,
      expression: condition.expression,
      parameters: mapped(condition.parameters ?? {}, parameterJson),
      metadata: originOrNull((condition as { metadata?: Origin | null }).metadata),
    })),
  };
}

function typeJson({ type, relations = {}, metadata }: TypeDefinition) {
  return { type, relations: mapped(relations ?? {}, rewriteJson), metadata: metadata ? metadataJson(metadata) : null };
}

function metadataJson(metadata: NonNullable<TypeDefinition["metadata"]>) {
  const relations = mapped(metadata.relations ?? {}, (relation) => ({
    directly_related_user_types: (relation.directly_related_user_types ?? []).map(restrictionJson),
    ...originOf(relation),
  }));
  return { relations, ...originOf(metadata) };
}

function restrictionJson({ type, relation, wildcard, condition }: Restriction) {
  return {
    type,
    ...(relation && { relation }),
    ...(wildcard && { wildcard: {} }),
    condition: condition ?? "",
  };
}

function rewriteJson(rewrite: RewriteDefinition): unknown {
  const { computedUserset, tupleToUserset, union, intersection, difference } = rewrite;
  const reference = ({ relation }: { readonly relation: string }) => ({ object: "", relation });
  if (computedUserset) return { computedUserset: reference(computedUserset) };
  if (tupleToUserset) {
    const { tupleset, computedUserset: computed } = tupleToUserset;
    return { tupleToUserset: { tupleset: reference(tupleset), computedUserset: reference(computed) } };
  }
  if (union) return { union: { child: union.child.map(rewriteJson) } };
  if (intersection) return { intersection: { child: intersection.child.map(rewriteJson) } };
  if (difference)
    return { difference: { base: rewriteJson(difference.base), subtract: rewriteJson(difference.subtract) } };
  return { this: {} };
}

function parameterJson({ type_name, generic_types: inner = [] }: Parameter): unknown {
  return { type_name, generic_types: (inner ?? []).map(parameterJson) };
}

function originOf(part: object): Origin {
  const { module = "", source_info = null }: Origin = part;
  return { module, source_info };
}

function originOrNull(origin: Origin | null | undefined): Origin | null {
  return origin ? originOf(origin) : null;
}

function mapped<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
