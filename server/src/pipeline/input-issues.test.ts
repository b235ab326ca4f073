import { expect, it } from "vitest";
import * as z from "zod";
import { issuesOf } from "./input-issues.ts";

const tuple = z.strictObject({ subject: z.string(), relation: z.string(), object: z.string() });
const input = z.strictObject({ ...tuple.shape, writes: z.array(tuple).optional(), limit: z.int().optional() });
const good = { subject: "user:a", relation: "reader", object: "doc:1" };

function messages(value: unknown): string[] {
  const { error } = input.safeParse(value);
  return error ? issuesOf(error).map(({ path, message }) => `${path}: ${message}`) : [];
}

it.each([
  [
    "OpenFGA's user",
    { user: "user:a", relation: "r", object: "doc:1" },
    ': Unrecognized key: "user": "user" is called "subject" here.',
  ],
  [
    "AuthZEN's fields",
    { subject: "user:a", action: "r", resource: "doc:1" },
    ': Unrecognized keys: "action", "resource": "action" is called "relation" here, "resource" is called "object" here.',
  ],
  ["a page", { ...good, page_size: 5 }, ': Unrecognized key: "page_size": "page_size" is called "limit" here.'],
  [
    "a tuple in a list",
    { ...good, writes: [{ ...good, subject: undefined, user: "user:a" }] },
    'writes.0: Unrecognized key: "user": "user" is called "subject" here.',
  ],
])("names our field for the field of another system: %s", (_name, value, expected) => {
  expect(messages(value)).toContain(expected);
});

it("suggests no field that the input already has", () => {
  expect(messages({ ...good, user: "user:a" })).toEqual([': Unrecognized key: "user"']);
  expect(messages({ ...good, constructor: 1 })).toEqual([': Unrecognized key: "constructor"']);
});
