export { compileCondition } from "./conditions/compile.ts";
export { type ModelProblem, type ParsedModel, type ParseOptions, parseModel, parseModules } from "./model.ts";
