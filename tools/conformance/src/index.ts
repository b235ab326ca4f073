export { describeExpected, describeQuery } from "./describe.ts";
export { readSuite } from "./formats/file.ts";
export { tupleOf } from "./formats/tuples.ts";
export { schemaOf } from "./model.ts";
export { type Assertion, FileError, type Stage, type TupleText } from "./suite.ts";
