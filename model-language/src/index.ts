export { compileCondition, compileConditionLazily } from "./condition/compile.ts";
export { type ModuleFile, modulesNamed } from "./model/manifest.ts";
export type { ModelProblem, ParsedModel, ParseOptions } from "./model/problems.ts";
export { type ModelText, parseModel, parseModules, readModel, STEPS_PER_SLICE } from "./model/read-model.ts";
export { parseCidr, parseIp } from "./values/ip.ts";
