import { bindingNames, isUpload } from "../bindings.ts";
import { resourceRule } from "../rule.ts";

export const sortedBindings = resourceRule(
  {
    name: "bindings-are-sorted",
    purpose: "Cloudflare answers bindings by name; in any other order every preview shows a change that is none.",
  },
  ({ type, props }) => {
    if (!isUpload(type)) return [];
    const names = bindingNames(props);
    const at = names.findIndex((name, i) => i > 0 && name <= (names[i - 1] ?? ""));
    if (at < 0) return [];
    const [before, name] = [names[at - 1], names[at]];
    return before === name
      ? [`It has two bindings ${name}: leave one out.`]
      : [`Its binding ${name} stands behind ${before}: sort bindings by name.`];
  },
);
