import type { DefinedModel } from "./defined-model.ts";
import type { ConditionDefinitions, Definition } from "./definition.ts";
import { modelText } from "./model-text.ts";
import type { ModelSource } from "./model-types.ts";
import type { Validated } from "./valid.ts";

/**
 * Defines an authorization model in TypeScript. Returns its text for `authz.model.put` and its types for `createClient<typeof model>`.
 * Unknown names do not compile. `authz.model.put` and `authz.model.validate` report all other problems.
 *
 * The directly assignable subjects, in brackets in OpenFGA's modelling language, are an array. It comes first.
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
  // A validated definition is a definition, which the compiler can't infer for generic types.
  return { source: modelText(definition as unknown as Definition) };
}
