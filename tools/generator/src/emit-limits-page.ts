import type { LimitSection } from "@cf-auth/server/limits";
import type { Contract } from "./contract.ts";
import type { Schema } from "./schemas.ts";
import { isRecord, isSchemas } from "./schemas.ts";

const ONE_OF_SEVERAL = 6;

/** The page of all limits: constants of the code, and request fields. */
export function emitLimitsPage(contract: Contract, sections: readonly LimitSection[]): string {
  return [
    "<!-- Generated from the server's constants and the contract by `npm run generate`. Do not edit. -->",
    "",
    "# Limits",
    "",
    "Each input has a limit in bytes, count, depth or work. A request beyond it fails with a typed error and changes nothing. The",
    "error's message or `details` has the maximum. [Errors](errors.md) lists the codes.",
    "",
    ...sections.map(({ title }) => `- [${title}](#${anchorOf(title)})`),
    "- [Fields](#fields)",
    "",
    ...sections.flatMap(sectionLines),
    "## Fields",
    "",
    "The schema limits every other field. Beyond a limit the error is `invalid_input`; `details.issues` has the field and the maximum.",
    "Lengths are UTF-16 code units. [Reference](reference.md) lists each procedure.",
    "",
    "| field | limit | procedures |",
    "|---|---|---|",
    ...fieldLines(contract),
    "",
  ].join("\n");
}

function sectionLines({ title, before = [], rows, after = [] }: LimitSection): string[] {
  const table = rows.map(
    ({ input, bound, error, remedy }) =>
      `| ${input} | ${bound} | ${error === null ? "–" : `\`${error}\``} | ${remedy} |`,
  );
  return [
    `## ${title}`,
    "",
    ...spaced(before),
    ...spaced(
      table.length === 0 ? [] : ["| input or operation | limit | error | action |", "|---|---|---|---|", ...table],
    ),
    ...spaced(after),
  ];
}

function spaced(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [...lines, ""];
}

function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(",", "").replaceAll(" ", "-");
}

/** Fields with the same name and bound share a line. */
function fieldLines({ procedures, schemas }: Contract): string[] {
  const owners = new Map<string, string[]>();
  const add = (owner: string, schema: Schema) => {
    for (const { path, bound } of fieldLimitsOf(schema)) {
      const line = `| \`${path}\` | ${bound} |`;
      owners.set(line, [...(owners.get(line) ?? []), owner]);
    }
  };
  for (const { path, input } of procedures) if (input !== null) add(`\`${path}\``, input);
  for (const name of namedIn(procedures, schemas)) {
    const link = `[${name}](reference/shapes.md#${name.toLowerCase()})`;
    add(link, schemas[name] ?? {});
  }
  return [...owners].map(([line, all]) => `${line} ${listed([...new Set(all)])} |`).sort();
}

function listed(all: readonly string[]): string {
  if (all.length <= ONE_OF_SEVERAL) return all.join(", ");
  return `${all.slice(0, 3).join(", ")} and ${all.length - 3} more`;
}

/** Names of the schemas that requests refer to, directly or through others. */
function namedIn(procedures: Contract["procedures"], schemas: Contract["schemas"]): string[] {
  const found = new Set<string>();
  const collect = (schema: unknown) => {
    for (const [, name = ""] of JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      collect(schemas[name] ?? {});
    }
  };
  for (const { input } of procedures) collect(input);
  return [...found].sort();
}

export interface FieldLimit {
  /** With dots between fields, [] for items and * for any key. */
  readonly path: string;
  readonly bound: string;
}

/** The limits in a schema, by path. */
export function fieldLimitsOf(schema: Schema, path = ""): FieldLimit[] {
  const { items, properties, additionalProperties, propertyNames } = schema;
  const choices = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => (isSchemas(list) ? list : []));
  const bound = boundOf(schema);
  const inner = (within: unknown, at: string) => (isRecord(within) ? fieldLimitsOf(within, at) : []);
  const all = [
    ...(bound === undefined || path === "" ? [] : [{ path, bound }]),
    ...choices.flatMap((choice) => fieldLimitsOf(choice, path)),
    ...inner(items, `${path}[]`),
    ...inner(propertyNames, `${path}.<key>`),
    ...inner(additionalProperties, `${path}.*`),
    ...Object.entries(isRecord(properties) ? properties : {}).flatMap(([name, property]) =>
      fieldLimitsOf(property, path === "" ? name : `${path}.${name}`),
    ),
  ];
  return all.filter((one, i) => all.findIndex((other) => other.path === one.path && other.bound === one.bound) === i);
}

function boundOf({ maxLength, minLength, maxItems, minItems, maximum, minimum }: Schema): string | undefined {
  if (typeof maxLength === "number") return `${range(minLength, maxLength)} characters`;
  if (typeof maxItems === "number") return `${range(minItems, maxItems)} items`;
  if (typeof maximum === "number" && maximum < Number.MAX_SAFE_INTEGER)
    return `${count(Number(minimum))} to ${count(maximum)}`;
  return undefined;
}

function range(min: unknown, max: number): string {
  return typeof min === "number" && min > 0 ? `${count(min)} to ${count(max)}` : count(max);
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
