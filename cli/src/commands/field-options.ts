import { type Command, InvalidArgumentError, Option } from "commander";
import { alternativesOf } from "../contract/contract.ts";
import type { Field } from "../contract/fields.ts";

const NULL = "null";
/** The value of a flag whose text is `null`: commander takes `null` itself for a flag without a value. */
export const NULL_FLAG = Symbol("null");
const PLACEHOLDERS: Readonly<Record<string, string>> = { integer: "number", json: "json", boolean: "boolean" };

/** Adds a flag for a field. Fields that have none are left out. */
export function addFieldOption(command: Command, field: Field): void {
  const { kind, flag } = field;
  if (kind === "secret" || kind === "option" || kind === "input") return;
  if (kind === "boolean" && !field.isNullable) {
    command.option(`--${flag}`, descriptionOf(field));
    command.addOption(new Option(`--no-${flag}`).hideHelp());
    return;
  }
  const option = new Option(`--${flag} <${placeholderOf(field)}>`, descriptionOf(field));
  const choices = choicesOf(field);
  // For completions; the parser below replaces theirs.
  if (choices !== undefined) option.choices(choices);
  option.argParser((text: string, before: unknown) => {
    const value = parseFieldText(field, text);
    if (value === null) return NULL_FLAG;
    return field.isList ? [...(Array.isArray(before) ? before : []), value] : value;
  });
  command.addOption(option);
}

/** Parses the text of a flag or an argument. Throws `InvalidArgumentError`. */
export function parseFieldText(field: Field, text: string): unknown {
  if (field.isNullable && text === NULL) return null;
  const choices = choicesOf(field);
  if (choices !== undefined && !choices.includes(text)) {
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(", ")}.`);
  }
  switch (field.kind) {
    case "integer":
      if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError("It isn't a whole number.");
      return Number(text);
    case "boolean":
      return text === "true";
    case "json":
      return parseObject(text);
    default:
      return text;
  }
}

function parseObject(text: string): unknown {
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Reported below, like other JSON than an object.
  }
  throw new InvalidArgumentError(`It isn't a JSON object, such as '{"name":"value"}'.`);
}

function choicesOf({ kind, choices, isNullable }: Field): string[] | undefined {
  const known = kind === "boolean" ? ["true", "false"] : choices;
  return known && [...known, ...(isNullable ? [NULL] : [])];
}

function placeholderOf({ kind, schema }: Field): string {
  if (alternativesOf(schema).some(({ format }) => format === "date-time")) return "time";
  return PLACEHOLDERS[kind] ?? "value";
}

function descriptionOf(field: Field): string {
  const parts = [
    field.isRequired && "Required.",
    field.description,
    field.isList && "Repeat the flag for more.",
    field.isNullable && "null removes the value.",
  ];
  return parts.filter(Boolean).join(" ");
}
