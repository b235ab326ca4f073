import { isSecretName } from "../../src/secrets/secret-names.ts";
import { bindingsOf, isUpload } from "../bindings.ts";
import { resourceRule } from "../rule.ts";

/** Kinds of bindings whose value anybody sees who may look at the Worker. */
const SHOWN = ["plain_text", "json"];

export const plainTextBindings = resourceRule(
  {
    name: "no-secret-in-plain-text",
    purpose: "What the Worker is given as a variable stands in the dashboard for all to read.",
  },
  ({ type, props }) => {
    if (!isUpload(type)) return [];
    return bindingsOf(props)
      .filter((binding) => SHOWN.includes(String(binding.type)) && isSecretName(String(binding.name)))
      .map(({ name }) => `${name} is bound as plain text: bind it as secret_text, from a secret of the stack's.`);
  },
);
