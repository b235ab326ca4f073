export { compileCondition } from "./condition/compile.ts";
export { parseModel } from "./model/dsl.ts";
export { type ModuleFile, modulesNamed, parseModules } from "./model/modules.ts";
export type { ModelProblem, ParsedModel, ParseOptions } from "./model/problems.ts";
export { parseCidr, parseIp } from "./values/ip.ts";
