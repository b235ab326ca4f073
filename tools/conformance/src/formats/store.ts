import type { ModelDefinition } from "@cf-auth/engine";
import { parse } from "yaml";
import { type Assertion, FileError, type ModelSource, type Stage, type TupleText } from "../suite.ts";
import {
  contextField,
  type Fields,
  fieldsOf,
  list,
  listField,
  mapping,
  optionalText,
  text,
  textField,
  truth,
} from "./fields.ts";
import { onlyOne } from "./matrix.ts";
import { readTupleFile, tupleText } from "./tuples.ts";

const STORE_FIELDS = ["name", "model", "model_file", "tuples", "tuple_file", "tuple_files", "tests"];
const TEST_FIELDS = ["name", "description", "tuples", "tuple_file", "check", "list_objects", "list_users"];

/** Manifest of a modular model: lists its modules. */
const MANIFEST = "fga.mod";

/** Reads a file that the store names, by its path from the store's folder. */
export type ReadBeside = (path: string) => string;

/** A store: one model, its tuples, and tests that may add tuples of their own. */
export interface Store {
  readonly name: string | undefined;
  readonly model: ModelSource;
  readonly tuples: readonly TupleText[];
  readonly tests: readonly StoreTest[];
}

export type StoreTest = Pick<Stage, "name" | "tuples" | "assertions">;

/**
 * Store file of the `fga` command line.
 * Source: openfga/cli, `internal/storetest` and `internal/tuplefile`.
 */
export function readStore(content: unknown, readBeside: ReadBeside): Store {
  const store = fieldsOf(content, "file", STORE_FIELDS);
  const files = listField(store, "tuple_files", text);
  return {
    name: optionalText(store, "name"),
    model: readModel(store, readBeside),
    tuples: [...ownTuples(store, readBeside), ...files.flatMap((file) => readTupleFile(file, readBeside(file)))],
    tests: listField(store, "tests", (value, at) => {
      const test = fieldsOf(value, at, TEST_FIELDS);
      return {
        name: optionalText(test, "name") ?? at,
        tuples: ownTuples(test, readBeside),
        assertions: [
          ...listField(test, "check", readCheck),
          ...listField(test, "list_objects", readListObjects),
          ...listField(test, "list_users", readListUsers),
        ].flat(),
      };
    }),
  };
}

/** The tests of a store, each with all of its tuples. */
export function stagesOf({ model, tuples, tests }: Store): Stage[] {
  return tests.map((test) => ({ ...test, model, before: [], tuples: [...tuples, ...test.tuples] }));
}

function readModel(store: Fields, readBeside: ReadBeside): ModelSource {
  const model = optionalText(store, "model");
  if (model !== undefined) return { kind: "source", text: model };
  const file = textField(store, "model_file");
  const content = readBeside(file);
  // The engine validates the JSON form.
  if (file.endsWith(".json")) return { kind: "json", definition: JSON.parse(content) as ModelDefinition };
  if (!file.endsWith(MANIFEST)) return { kind: "source", text: content };
  const folder = file.slice(0, -MANIFEST.length);
  const modules = listField(fieldsOf(parse(content), file, ["schema", "contents"]), "contents", text);
  const files = modules.map((name) => ({ name, contents: readBeside(folder + name) }));
  return { kind: "modules", files: [{ name: MANIFEST, contents: content }, ...files] };
}

function ownTuples(fields: Fields, readBeside: ReadBeside): TupleText[] {
  const file = optionalText(fields, "tuple_file");
  const own = listField(fields, "tuples", tupleText);
  return file === undefined ? own : [...own, ...readTupleFile(file, readBeside(file))];
}

function readCheck(value: unknown, at: string): Assertion[] {
  const check = fieldsOf(value, at, ["user", "users", "object", "objects", "context", "assertions"]);
  const subjects = oneOrMany(check, "user");
  const objects = oneOrMany(check, "object");
  const queries = subjects.flatMap((subject) => objects.map((object) => ({ subject, object })));
  return asserted(check).flatMap(([relation, answer]) => {
    const expected = truth(answer, `${at}.assertions.${relation}`);
    return queries.map((query) => ({ kind: "check", ...query, relation, expected, ...brought(check) }) as const);
  });
}

function readListObjects(value: unknown, at: string): Assertion[] {
  const request = fieldsOf(value, at, ["user", "type", "context", "assertions"]);
  return asserted(request).map(([relation, answer]) => ({
    kind: "listObjects",
    subject: textField(request, "user"),
    relation,
    type: textField(request, "type"),
    expected: list(answer, `${at}.assertions.${relation}`, text),
    ...brought(request),
  }));
}

function readListUsers(value: unknown, at: string): Assertion[] {
  const request = fieldsOf(value, at, ["object", "user_filter", "context", "assertions"]);
  return asserted(request).map(([relation, answer]) => ({
    kind: "listUsers",
    object: textField(request, "object"),
    relation,
    filter: onlyOne(listField(request, "user_filter", userFilter), `${at}.user_filter`),
    expected: listField(fieldsOf(answer, `${at}.assertions.${relation}`, ["users"]), "users", text),
    ...brought(request),
  }));
}

function userFilter(value: unknown, at: string): string {
  const filter = fieldsOf(value, at, ["type", "relation"]);
  const relation = optionalText(filter, "relation");
  return relation === undefined ? textField(filter, "type") : `${textField(filter, "type")}#${relation}`;
}

/** Expected results by relation. */
function asserted({ at, values }: Fields): [relation: string, answer: unknown][] {
  const all = Object.entries(mapping(values.assertions, `${at}.assertions`));
  if (all.length === 0) throw new FileError(`${at}.assertions asserts nothing.`);
  return all;
}

function brought(fields: Fields) {
  return { tuples: [], ...contextField(fields) };
}

/** `user` or `users`, `object` or `objects`. */
function oneOrMany(fields: Fields, name: string): string[] {
  const many = listField(fields, `${name}s`, text);
  if (fields.values[name] !== undefined && many.length > 0) {
    throw new FileError(`${fields.at} has both ${name} and ${name}s.`);
  }
  return many.length > 0 ? many : [textField(fields, name)];
}
