export { describeExpected, describeQuery } from "./describe.ts";
export { readStoreFile, readSuite } from "./formats/file.ts";
export type { Store, StoreTest } from "./formats/store.ts";
export { tupleOf } from "./formats/tuples.ts";
export { schemaOf } from "./model.ts";
export { type Assertion, FileError, type ModelSource, type Stage, type TupleText } from "./suite.ts";
