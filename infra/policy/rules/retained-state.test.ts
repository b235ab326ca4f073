import { expect, it } from "vitest";
import { D1, messagesOf, resource, VERSION } from "../../test/policy-cases.ts";
import { retainedState } from "./retained-state.ts";

const GOES = "It contains state and is deleted when removed from the program: set retainOnDelete to true.";
const STAYS = "It stays in the account after its pull request is closed: remove retainOnDelete.";

it.each([
  [D1, "staging", true, []],
  [D1, "staging", false, [GOES]],
  [D1, "dev", false, [GOES]],
  [D1, "pr-7", false, []],
  [D1, "pr-7", true, [STAYS]],
  [D1, "staging", undefined, []],
  [VERSION, "staging", false, []],
  [VERSION, "pr-7", true, []],
])("reports %s in the stack %s with %s", (type, stack, retainOnDelete, messages) => {
  expect(messagesOf(retainedState, [resource(type, {}, { retainOnDelete })], stack)).toEqual(messages);
});
