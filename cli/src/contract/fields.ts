import { alternativesOf, isList, type Procedure, resolved, type Schema } from "./contract.ts";

/** Fields whose values are secrets: no flag has them, because other processes and the shell's history can read flags. */
export const SECRET_FIELDS: readonly string[] = [
  "challengeToken",
  "clientSecret",
  "code",
  "codeVerifier",
  "currentPassword",
  "deviceToken",
  "key",
  "newPassword",
  "password",
  "passwordHash",
  "refreshToken",
  "registrationToken",
  "requestToken",
  "secret",
  "signInToken",
  "token",
];

/** Fields that global options or the options of lists set. */
const OPTION_FIELDS: readonly string[] = ["tenant", "dryRun"];
/** Flags of fields whose names are those of global options. */
const FLAGS: Readonly<Record<string, string>> = { url: "webhook-url" };
const LIST_FIELDS: readonly string[] = ["cursor", "limit"];

/** `json`: an object with arbitrary keys, such as `metadata`. `input`: a value that only `--input` has. */
export type FieldKind = "text" | "integer" | "boolean" | "json" | "secret" | "option" | "input";

/** A field of a procedure's input. */
export interface Field {
  readonly name: string;
  /** Without the dashes. */
  readonly flag: string;
  readonly kind: FieldKind;
  /** Whether its flag may be repeated. */
  readonly isList: boolean;
  /** Whether `null` is a value. */
  readonly isNullable: boolean;
  readonly isRequired: boolean;
  readonly choices: readonly string[] | undefined;
  readonly description: string;
  readonly schema: Schema;
}

/** Fields of a procedure's input, in the contract's order. */
export function fieldsOf(procedure: Procedure): Field[] {
  if (procedure.input === null) return [];
  const { properties = {}, required = [] } = resolved(procedure.input);
  const listFields = isList(procedure) ? LIST_FIELDS : [];
  return Object.entries(properties).map(([name, schema]) => {
    const isOption = OPTION_FIELDS.includes(name) || listFields.includes(name);
    const shape = shapeOf(schema);
    return {
      name,
      flag: FLAGS[name] ?? kebab(name),
      schema,
      ...shape,
      kind: isOption ? "option" : SECRET_FIELDS.includes(name) ? "secret" : shape.kind,
      isRequired: required.includes(name),
      description: descriptionOf(schema),
    };
  });
}

/** `overlapSeconds` becomes `overlap-seconds`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (upper) => `-${upper.toLowerCase()}`);
}

function shapeOf(schema: Schema): Pick<Field, "kind" | "isList" | "isNullable" | "choices"> {
  const alternatives = alternativesOf(schema);
  const isNullable = alternatives.some(({ type }) => isType(type, "null"));
  const scalar = alternatives.find((one) => scalarKind(one) !== undefined);
  if (scalar !== undefined) {
    return { kind: scalarKind(scalar) ?? "input", isList: false, isNullable, choices: scalar.enum };
  }
  const list = alternatives.find(({ items }) => items !== undefined && scalarKind(resolved(items)) !== undefined);
  if (list?.items !== undefined) {
    const item = resolved(list.items);
    return { kind: scalarKind(item) ?? "input", isList: true, isNullable, choices: item.enum };
  }
  const isOpen = alternatives.some(
    ({ properties, additionalProperties }) => properties === undefined && typeof additionalProperties === "object",
  );
  return { kind: isOpen ? "json" : "input", isList: false, isNullable, choices: undefined };
}

function scalarKind({ type }: Schema): "text" | "integer" | "boolean" | undefined {
  if (isType(type, "string")) return "text";
  if (isType(type, "integer") || isType(type, "number")) return "integer";
  return isType(type, "boolean") ? "boolean" : undefined;
}

function isType(type: Schema["type"], name: string): boolean {
  return type === name || (Array.isArray(type) && type.includes(name));
}

/** The schema's description with its default, which the service applies. */
function descriptionOf(schema: Schema): string {
  const { description = "", default: preset } = { ...resolved(schema), ...schema };
  const isShown = preset !== undefined && preset !== null && typeof preset !== "object";
  return isShown && !description.includes("Defaults to")
    ? `${description}${description && " "}Defaults to ${preset}.`
    : description;
}
