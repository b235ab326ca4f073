import { FileError } from "../suite.ts";

/** A mapping of a file and its path in the file. Its fields are parsed one by one. */
export interface Fields {
  readonly at: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Fields of a mapping. Throws `FileError` for an unknown field, because an expectation that isn't read would count
 * as met. An empty field counts as absent, as in OpenFGA.
 */
export function fieldsOf(value: unknown, at: string, known: readonly string[]): Fields {
  const values = Object.fromEntries(Object.entries(mapping(value, at)).filter(([, field]) => field !== null));
  const unknown = Object.keys(values).find((name) => !known.includes(name));
  if (unknown === undefined) return { at, values };
  throw new FileError(
    `${at} has an unknown field ${JSON.stringify(unknown)}; supported fields are ${known.join(", ")}.`,
  );
}

/** A mapping with arbitrary keys. */
export function mapping(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new FileError(`${at} is not a mapping.`);
  return Object.fromEntries(Object.entries(value));
}

export function text(value: unknown, at: string): string {
  if (typeof value !== "string" || value === "") throw new FileError(`${at} is not text.`);
  return value;
}

export function truth(value: unknown, at: string): boolean {
  if (typeof value !== "boolean") throw new FileError(`${at} is neither true nor false.`);
  return value;
}

/** Items of a list; none if the list is absent. */
export function list<T>(value: unknown, at: string, item: (value: unknown, at: string) => T): T[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new FileError(`${at} is not a list.`);
  return value.map((each, i) => item(each, `${at}[${i}]`));
}

export function textField({ at, values }: Fields, name: string): string {
  return text(values[name], `${at}.${name}`);
}

export function optionalText(fields: Fields, name: string): string | undefined {
  return fields.values[name] === undefined ? undefined : textField(fields, name);
}

export function listField<T>({ at, values }: Fields, name: string, item: (value: unknown, at: string) => T): T[] {
  return list(values[name], `${at}.${name}`, item);
}

/** `{ context }` if there is one. */
export function contextField({ at, values }: Fields): { context?: Readonly<Record<string, unknown>> } {
  return values.context === undefined ? {} : { context: mapping(values.context, `${at}.context`) };
}
