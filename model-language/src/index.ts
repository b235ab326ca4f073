export { compileCondition, compileConditionLazily } from "./condition/compile.ts";
export {
  MAX_ANY_NESTING,
  MAX_CONDITIONS,
  MAX_DEFINITION_BYTES,
  MAX_EXPRESSION_LENGTH,
  MAX_FILES,
  MAX_LOOPS,
  MAX_MANIFEST_BYTES,
  MAX_MODEL_BYTES,
  MAX_MODEL_OPERANDS,
  MAX_NESTING,
  MAX_NODES,
  MAX_OPERANDS,
  MAX_PARAMETERS,
  MAX_RELATIONS,
  MAX_STRING_LENGTH,
  MAX_TARGETS,
  MAX_TYPES,
  MAX_WORK,
} from "./limits.ts";
export { textOfDefinition } from "./model/json-text.ts";
export { type ModuleFile, parseManifest } from "./model/manifest.ts";
export type { ModelProblem, ParsedModel, ParseOptions } from "./model/problems.ts";
export {
  type JsonModel,
  type ModelText,
  parseModel,
  parseModules,
  readModel,
  STEPS_PER_SLICE,
} from "./model/read-model.ts";
export { jsonOfYaml, MAX_YAML_ITEM, yamlToJson } from "./tuple-file/yaml.ts";
export { MAX_YAML_TOKENS } from "./tuple-file/yaml-item.ts";
export { parseCidr, parseIp } from "./values/ip.ts";
