import type { Contract, ProcedureContract } from "../contract.ts";
import type { Schema } from "../schemas.ts";
import { propertiesOf } from "../schemas.ts";
import { factsOf, generalOf } from "./facts.ts";
import { type FamilyOfProcedures, familiesOf } from "./families.ts";
import { type Field, fieldsOf, inlineType, noteOf, shapesNamed } from "./fields.ts";

const BANNER = "<!-- Generated from the router by `npm run generate`. Do not edit. -->";

/** The reference as pages of Markdown, by name: an index, a page for each family, and one of the schemas that they share. */
export function emitReference(contract: Contract): Record<string, string> {
  const families = familiesOf(contract);
  return {
    "reference.md": page("Reference", indexOf(contract, families)),
    ...Object.fromEntries(families.map((family) => [`reference/${family.name}.md`, familyPage(family)])),
    "reference/shapes.md": page("Shapes", shapesOf(contract)),
  };
}

function indexOf(contract: Contract, families: readonly FamilyOfProcedures[]): string[] {
  return [
    "Every procedure of the API, generated from the router. Each deployment serves the same reference as a page at",
    "`/reference` and as OpenAPI at `/openapi.json`. [Compatibility](compatibility.md) lists which versions work together.",
    "",
    "| family | about |",
    "|---|---|",
    ...families.map(({ name, about }) => `| [${name}](reference/${name}.md) | ${about} |`),
    "| [shapes](reference/shapes.md) | Types that several procedures share. |",
    "",
    ...generalOf(contract).flatMap(([title, ...paragraphs]) => [
      `## ${title}`,
      "",
      ...paragraphs.flatMap((text) => [text, ""]),
    ]),
    "See also [Errors](errors.md) and [Limits](limits.md).",
    "",
    "## Other routes",
    "",
    "| route | purpose | callers |",
    "|---|---|---|",
    ...contract.routes.map(
      ({ method, path, summary, caller }) =>
        `| \`${method.toUpperCase()} ${path}\` | ${summary} | ${caller.join(", ")} |`,
    ),
  ];
}

function familyPage({ name, about, procedures }: FamilyOfProcedures): string {
  return page(name, [about, "", ...procedures.flatMap(sectionOf)]);
}

function sectionOf(procedure: ProcedureContract): string[] {
  const { path, summary, input, output } = procedure;
  return [
    `## ${path}`,
    "",
    summary,
    "",
    ...factsOf(procedure).map(([name, text]) => `- ${name}: ${text}`),
    "",
    ...(input === null ? ["No request.", ""] : valueLines("Request", input)),
    ...valueLines("Response", output),
  ];
}

/** A table of an object's fields, or the type of any other value. */
function valueLines(lead: string, schema: Schema): string[] {
  if (propertiesOf(schema) === undefined) {
    return [`${lead}: ${typeOf(inlineType(schema), shapesNamed(schema))}.`, ""];
  }
  const fields = fieldsOf(schema);
  return fields.length === 0 ? [`${lead}: an empty object.`, ""] : [`${lead}:`, "", ...tableOf(fields), ""];
}

function shapesOf({ schemas }: Contract): string[] {
  return Object.entries(schemas).flatMap(([name, schema]) => {
    const fields = fieldsOf(schema);
    const body = fields.length > 0 ? tableOf(fields) : alternativesOf(schema);
    return [`## ${name}`, "", ...(typeof schema.description === "string" ? [noteOf(schema), ""] : []), ...body, ""];
  });
}

/** The alternatives of a schema. */
function alternativesOf(schema: Schema): string[] {
  const choices = schema.oneOf ?? schema.anyOf ?? [schema];
  // zod writes schemas there.
  return (choices as Schema[]).map((choice) => `- \`${inlineType(choice)}\` ${noteOf(choice)}`.trimEnd());
}

function tableOf(fields: readonly Field[]): string[] {
  const rows = fields.map(
    ({ name, type, shapes, required, note }) =>
      `| \`${name}\`${required ? "" : "?"} | ${typeOf(type, shapes)} | ${cell(note)} |`,
  );
  return ["| field | type | |", "|---|---|---|", ...rows];
}

/** A type with links to the schemas in it. */
function typeOf(type: string, shapes: readonly string[]): string {
  const links = shapes.map((name) => `[${name}](shapes.md#${name.toLowerCase()})`);
  return [`\`${cell(type)}\``, ...(links.length === 0 ? [] : [`(${links.join(", ")})`])].join(" ");
}

/** Text that stays within its cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function page(title: string, lines: readonly string[]): string {
  return [BANNER, "", `# ${title}`, "", ...lines, ""].join("\n").replace(/\n+$/, "\n");
}
