import type { Definition, RelationDefinition } from "./definition.ts";

/** A model in OpenFGA's modelling language, schema 1.1. */
export function modelText({ types, conditions = {} }: Definition): string {
  const text = ["model", "  schema 1.1"];
  for (const [type, relations] of Object.entries(types)) {
    text.push("", `type ${type}`);
    const defined = Object.entries(relations);
    if (defined.length > 0) text.push("  relations");
    for (const [name, rewrite] of defined) text.push(`    define ${name}: ${rewriteText(rewrite)}`);
  }
  for (const [name, { parameters, expression }] of Object.entries(conditions)) {
    const declared = Object.entries(parameters).map(([parameter, type]) => `${parameter}: ${type}`);
    text.push("", `condition ${name}(${declared.join(", ")}) {`, `  ${expression.trim()}`, "}");
  }
  return `${text.join("\n")}\n`;
}

function rewriteText(rewrite: RelationDefinition): string {
  if (typeof rewrite === "string") return rewrite;
  if (isList(rewrite)) return `[${rewrite.join(", ")}]`;
  const { or, and = or, butNot } = rewrite;
  const base = (and ?? []).map(operandText).join(or ? " or " : " and ");
  if (butNot === undefined) return base;
  return `${and?.length === 1 ? base : `(${base})`} but not ${operandText(butNot)}`;
}

function operandText(rewrite: RelationDefinition): string {
  const text = rewriteText(rewrite);
  return typeof rewrite === "string" || isList(rewrite) ? text : `(${text})`;
}

/** `Array.isArray` does not exclude readonly arrays from the remaining type. */
function isList(rewrite: RelationDefinition): rewrite is readonly string[] {
  return Array.isArray(rewrite);
}
