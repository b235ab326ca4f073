import { ERROR_CODES } from "../error-codes.ts";
import { type Assertion, type ExpectedError, FileError, type Stage, type TupleText } from "../suite.ts";
import { contextField, type Fields, fieldsOf, listField, text, textField, truth } from "./fields.ts";
import { tupleText } from "./tuples.ts";

const BESIDES = ["name", "contextualTuples", "context", "expectation", "errorCode"];

/**
 * OpenFGA's test matrix: tests of stages, each with a model, tuples that are added to those of the previous stages,
 * and assertions.
 * Source: openfga/openfga, `assets/tests` for the files; `tests/check`, `tests/listobjects`, `tests/listusers` and
 * `internal/test` for the meaning of the fields.
 */
export function readMatrix(content: unknown): Stage[] {
  return listField(fieldsOf(content, "file", ["tests"]), "tests", readTest).flat();
}

function readTest(value: unknown, at: string): Stage[] {
  const test = fieldsOf(value, at, ["name", "stages"]);
  const name = textField(test, "name");
  const before: TupleText[] = [];
  return listField(test, "stages", (stage) => stage).map((stage, i) => {
    const read = readStage(stage, `${name}, stage ${i}`, [...before]);
    before.push(...read.tuples);
    return read;
  });
}

function readStage(value: unknown, at: string, before: readonly TupleText[]): Stage {
  const assertions = ["checkAssertions", "listObjectsAssertions", "listUsersAssertions"];
  const stage = fieldsOf(value, at, ["name", "model", "tuples", ...assertions]);
  return {
    name: at,
    model: { kind: "source", text: textField(stage, "model") },
    before,
    tuples: listField(stage, "tuples", tupleText),
    assertions: [
      ...listField(stage, "checkAssertions", readCheck),
      ...listField(stage, "listObjectsAssertions", readListObjects),
      ...listField(stage, "listUsersAssertions", readListUsers),
    ],
  };
}

function readCheck(value: unknown, at: string): Assertion {
  const assertion = fieldsOf(value, at, ["tuple", ...BESIDES]);
  const { user, relation, object } = tupleText(assertion.values.tuple, `${at}.tuple`);
  const { expectation } = assertion.values;
  const expected = errorOf(assertion) ?? (expectation !== undefined && truth(expectation, `${at}.expectation`));
  return { kind: "check", subject: user, relation, object, expected, ...brought(assertion) };
}

function readListObjects(value: unknown, at: string): Assertion {
  const assertion = fieldsOf(value, at, ["request", ...BESIDES]);
  const request = fieldsOf(assertion.values.request, `${at}.request`, ["user", "type", "relation"]);
  return {
    kind: "listObjects",
    subject: textField(request, "user"),
    relation: textField(request, "relation"),
    type: textField(request, "type"),
    expected: errorOf(assertion) ?? listField(assertion, "expectation", text),
    ...brought(assertion),
  };
}

function readListUsers(value: unknown, at: string): Assertion {
  const assertion = fieldsOf(value, at, ["request", ...BESIDES]);
  const request = fieldsOf(assertion.values.request, `${at}.request`, ["filters", "object", "relation"]);
  return {
    kind: "listUsers",
    object: textField(request, "object"),
    relation: textField(request, "relation"),
    filter: onlyOne(listField(request, "filters", text), `${at}.request.filters`),
    expected: errorOf(assertion) ?? listField(assertion, "expectation", text),
    ...brought(assertion),
  };
}

/** OpenFGA accepts one kind of user at a time. */
export function onlyOne<T>(items: readonly T[], at: string): T {
  const [item, ...more] = items;
  if (item === undefined || more.length > 0)
    throw new FileError(`${at} has ${items.length} items; exactly one is supported.`);
  return item;
}

function brought(assertion: Fields) {
  return { tuples: listField(assertion, "contextualTuples", tupleText), ...contextField(assertion) };
}

/**
 * Expected error code. A file with both an error and an expectation contradicts itself; OpenFGA would use the error
 * alone.
 */
function errorOf({ at, values }: Fields): ExpectedError | undefined {
  const { errorCode, expectation } = values;
  if (errorCode === undefined) return undefined;
  if (typeof errorCode !== "number" || !ERROR_CODES.has(errorCode)) {
    throw new FileError(
      `${at}.errorCode ${errorCode} is not supported; supported codes are ${[...ERROR_CODES.keys()].join(", ")}.`,
    );
  }
  if (expectation !== undefined) throw new FileError(`${at} expects both a result and an error.`);
  return { errorCode };
}
