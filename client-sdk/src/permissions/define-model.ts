import type { DefinedModel } from "./defined-model.ts";
import type { ConditionDefinitions, Definition } from "./definition.ts";
import { modelText } from "./model-text.ts";
import type { ModelSource } from "./model-types.ts";
import type { Validated } from "./valid.ts";

/**
 * A model written in TypeScript: its text for `authz.model.put`, and its types for a client. Names that do not exist do
 * not compile; all else that can be wrong with a model is said by `authz.model.put` and `authz.model.validate`.
 *
 * What stands in brackets in OpenFGA's modelling language is a list here, and stands first there too.
 *
 * @example
 * const model = defineModel({
 *   types: {
 *     user: {},
 *     team: { member: ["user", "team#member"] },
 *     repo: {
 *       owner: ["user"],
 *       blocked: ["user"],
 *       write: { or: [["user", "team#member with office_hours"], "owner"], butNot: "blocked" },
 *     },
 *   },
 *   conditions: {
 *     office_hours: { parameters: { now: "timestamp" }, expression: "now.getHours() >= 8 && now.getHours() < 18" },
 *   },
 * });
 * await cfauth.authz.model.put({ model: model.source });
 */
export function defineModel<
  const Types extends Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  const Conditions extends ConditionDefinitions = Record<never, never>,
>(definition: {
  readonly types: Validated<Types, NoInfer<Conditions>>;
  readonly conditions?: Conditions;
}): ModelSource<DefinedModel<Types, Conditions>> {
  // What is valid is a definition; the compiler cannot follow that while it does not know the types.
  return { source: modelText(definition as unknown as Definition) };
}
