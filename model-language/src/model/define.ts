import type { ConditionDefinition, ModelDefinition, RewriteDefinition, TypeDefinition } from "@cf-auth/engine";
import { type ConditionSyntax, type Expression, operandsOf, type RelationSyntax } from "./syntax.ts";
import type { TypeEntry, Vocabulary } from "./vocabulary.ts";

type Restriction = NonNullable<
  NonNullable<NonNullable<TypeDefinition["metadata"]>["relations"]>[string]["directly_related_user_types"]
>[number];

/**
 * The model in OpenFGA's JSON form.
 * Source: openfga/api, authzmodel.proto.
 */
export function definitionOf({ types, conditions }: Vocabulary, schemaVersion: string): ModelDefinition {
  return {
    schema_version: schemaVersion,
    type_definitions: [...types].map(([type, entry]) => typeDefinition(type, entry)),
    ...(conditions.size > 0 && {
      conditions: Object.fromEntries([...conditions].map(([name, syntax]) => [name, conditionDefinition(syntax)])),
    }),
  };
}

export function conditionDefinition({ name, parameters, expression }: ConditionSyntax): ConditionDefinition {
  const types = parameters.map((parameter) => [parameter.name.text, parameter.type] as const);
  return { name: name.text, expression: expression.text, parameters: Object.fromEntries(types) };
}

function typeDefinition(type: string, { relations }: TypeEntry): TypeDefinition {
  if (relations.size === 0) return { type, relations: {}, metadata: null };
  const entries = [...relations];
  const rewrites = entries.map(([name, { expression }]) => [name, rewriteOf(expression)] as const);
  const metadata = entries.map(([name, relation]) => [name, { directly_related_user_types: subjectsOf(relation) }]);
  return {
    type,
    relations: Object.fromEntries(rewrites),
    metadata: { relations: Object.fromEntries(metadata) },
  };
}

function rewriteOf(expression: Expression): RewriteDefinition {
  switch (expression.kind) {
    case "direct":
      return { this: {} };
    case "computed":
      return { computedUserset: { relation: expression.relation.text } };
    case "from":
      return {
        tupleToUserset: {
          computedUserset: { relation: expression.relation.text },
          tupleset: { relation: expression.tupleset.text },
        },
      };
    case "or":
      return { union: { child: expression.of.map(rewriteOf) } };
    case "and":
      return { intersection: { child: expression.of.map(rewriteOf) } };
    case "but not":
      return { difference: { base: rewriteOf(expression.base), subtract: rewriteOf(expression.subtract) } };
  }
}

function subjectsOf({ expression }: RelationSyntax): Restriction[] {
  const subjects = operandsOf(expression).flatMap((operand) => (operand.kind === "direct" ? operand.subjects : []));
  return subjects.map(({ type, isWildcard, relation, condition }) => ({
    type: type.text,
    ...(condition && { condition: condition.text }),
    ...(relation && { relation: relation.text }),
    ...(isWildcard && { wildcard: {} }),
  }));
}
