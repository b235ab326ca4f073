import type { ConditionDefinition, ParameterType, Relation, Schema } from "@cf-auth/engine";
import { conditionsBehind } from "./conditions.ts";
import type { Model } from "./read-model.ts";
import { type Subjects, subjectsOf } from "./subjects.ts";

export const MARK = "// Generated from";

const NOTHING = "Record<never, never>";

/** A TypeScript file with a model's types and its text. */
export function emitModel(model: Pick<Model, "source" | "definition" | "schema">, name: string): string {
  const { source, definition, schema } = model;
  return `${MARK} ${name} by cf-auth-generate. Do not edit.
import type { ModelSource } from "@cf-auth/client";

/** Types of each relation, for \`createClient<Model>\`. */
export interface Model {
  types: ${typesText(schema)};
  conditions: ${conditionsText(Object.values(definition.conditions ?? {}))};
}

/** For \`authz.model.put({ model: model.source })\`. */
export const model: ModelSource<Model> = {
  source: ${sourceText(source)},
};
`;
}

function typesText(schema: Schema): string {
  const subjects = subjectsOf(schema);
  const types = [...schema.types.values()].map(({ name, relations }) => {
    const members = [...relations.values()].map((relation) => relationText(relation, subjects));
    return `    ${key(name)}: ${block(members, "    ")};\n`;
  });
  return block(types, "  ");
}

function relationText(relation: Relation, subjects: Subjects): string {
  const kinds = [...(subjects.get(relation) ?? [])].sort(singlesFirst);
  return `      ${key(relation.name)}: {
        subjects: ${union(kinds)};
        direct: ${directText(relation)};
        conditions: ${union([...conditionsBehind(relation, subjects)].sort())};
      };
`;
}

/** Compiler messages name single subjects first, which are the most common. */
function singlesFirst(a: string, b: string): number {
  return Number(a.includes("#")) - Number(b.includes("#"));
}

function directText({ direct }: Relation): string {
  if (direct.length === 0) return NOTHING;
  const conditions = new Map<string, string[]>();
  for (const { type, wildcard, userset, condition } of direct) {
    const kind = `${type.name}${wildcard ? ":*" : ""}${userset ? `#${userset.name}` : ""}`;
    conditions.set(kind, [...(conditions.get(kind) ?? []), condition?.name ?? ""]);
  }
  return `{ ${[...conditions].map(([kind, names]) => `${key(kind)}: ${union(names)}`).join("; ")} }`;
}

function conditionsText(conditions: readonly ConditionDefinition[]): string {
  const texts = conditions.map(({ name, parameters = {} }) => {
    const fields = Object.entries(parameters).map(([parameter, type]) => `${key(parameter)}: ${parameterText(type)}`);
    return `    ${key(name)}: { ${fields.join("; ")} };\n`;
  });
  return block(texts, "  ");
}

/** The JSON form of each type. Integers beyond 2^53 are strings. */
const NUMBER = `number | \`\${number}\``;
const SCALARS: Readonly<Record<string, string>> = {
  TYPE_NAME_ANY: "unknown",
  TYPE_NAME_BOOL: "boolean",
  TYPE_NAME_INT: NUMBER,
  TYPE_NAME_UINT: NUMBER,
  TYPE_NAME_DOUBLE: NUMBER,
  TYPE_NAME_TIMESTAMP: "string | Date",
};

function parameterText({ type_name, generic_types: [item] = [] }: ParameterType): string {
  if (item === undefined) return SCALARS[type_name] ?? "string";
  const text = parameterText(item);
  if (type_name === "TYPE_NAME_MAP") return `Readonly<Record<string, ${text}>>`;
  return `readonly ${text.includes(" | ") ? `(${text})` : text}[]`;
}

function block(members: readonly string[], indent: string): string {
  return members.length === 0 ? NOTHING : `{\n${members.join("")}${indent}}`;
}

function union(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(" | ") || "never";
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function sourceText(source: Model["source"]): string {
  if (typeof source === "string") return literal(source);
  const files = source.map(
    ({ name, contents }) => `    { name: ${JSON.stringify(name)}, contents: ${literal(contents)} },\n`,
  );
  return `[\n${files.join("")}  ]`;
}

/** A template literal, which keeps the model readable. */
function literal(text: string): string {
  return `\`${text.replace(/[\\`]|\$\{/g, "\\$&").replaceAll("\r", "\\r")}\``;
}
