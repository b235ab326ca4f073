export { type Check, type ListQuestions, readChecks, readLists } from "./questions.ts";
export { type KeySet, type Seed, seeds, seedTenant } from "./seed.ts";
