import { isSecretName } from "../../src/secrets/secret-names.ts";
import { bindingsOf, isUpload } from "../bindings.ts";
import { resourceRule } from "../rule.ts";

/** Types of bindings whose value is visible to everyone with access to the Worker. */
const SHOWN = ["plain_text", "json"];

export const plainTextBindings = resourceRule(
  {
    name: "no-secret-in-plain-text",
    purpose: "Variables of the Worker are visible in the dashboard.",
  },
  ({ type, props }) => {
    if (!isUpload(type)) return [];
    return bindingsOf(props)
      .filter((binding) => SHOWN.includes(String(binding.type)) && isSecretName(String(binding.name)))
      .map(({ name }) => `${name} is bound as plain text: bind it as secret_text, from a secret of the stack.`);
  },
);
