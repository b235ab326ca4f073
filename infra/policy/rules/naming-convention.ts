import { isNameOf, nameFor } from "../../src/names.ts";
import { field } from "../../src/value.ts";
import { resourceTypeOf } from "../resource-types.ts";
import { resourceRule } from "../rule.ts";

/** The stack `account` has resources for each other stack, named after that stack. */
const ANY = nameFor("");

export const namingConvention = resourceRule(
  {
    name: "names-follow-convention",
    purpose: "The name of a resource identifies its stack, and stacks of one account never collide.",
  },
  ({ type, props, adopted }, stack) => {
    const property = resourceTypeOf(type)?.name;
    if (property === undefined || adopted) return [];
    const name = field(props, property);
    const isOurs = (text: string) =>
      stack === "account" ? text.startsWith(ANY) && text !== ANY : isNameOf(stack, text);
    if (typeof name === "string" && isOurs(name)) return [];
    const problem = name === undefined ? `It has no ${property}` : `Its ${property} is ${JSON.stringify(name)}`;
    return [`${problem}: set ${property} with nameFor(…) of infra/src/names.ts.`];
  },
);
