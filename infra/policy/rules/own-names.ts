import { isNameOf, nameFor } from "../../src/names.ts";
import { field } from "../../src/value.ts";
import { kindOf } from "../kinds.ts";
import { resourceRule } from "../rule.ts";

/** The stack `account` has resources for each of the others, named after those. */
const ANY = nameFor("");

export const ownNames = resourceRule(
  {
    name: "names-from-one-function",
    purpose: "A name says whose a resource is, and stacks of one account never have the same.",
  },
  ({ type, props, adopted }, stack) => {
    const property = kindOf(type)?.name;
    if (property === undefined || adopted) return [];
    const name = field(props, property);
    const isOurs = (text: string) =>
      stack === "account" ? text.startsWith(ANY) && text !== ANY : isNameOf(stack, text);
    if (typeof name === "string" && isOurs(name)) return [];
    const told = name === undefined ? `It has no ${property}` : `Its ${property} is ${JSON.stringify(name)}`;
    return [`${told}: give it ${property}: nameFor(…), of infra/src/names.ts.`];
  },
);
