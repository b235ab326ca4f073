import { bindingNames, isUpload } from "../bindings.ts";
import { resourceRule } from "../rule.ts";

export const sortedBindings = resourceRule(
  {
    name: "bindings-are-sorted",
    purpose: "Cloudflare returns bindings sorted by name. In any other order every preview shows a change.",
  },
  ({ type, props }) => {
    if (!isUpload(type)) return [];
    const names = bindingNames(props);
    const at = names.findIndex((name, i) => i > 0 && name <= (names[i - 1] ?? ""));
    if (at < 0) return [];
    const [before, name] = [names[at - 1], names[at]];
    return before === name
      ? [`It has two bindings ${name}: remove one.`]
      : [`Its binding ${name} comes after ${before}: sort bindings by name.`];
  },
);
