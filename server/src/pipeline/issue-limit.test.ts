import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { MAX_VALUES } from "./document.ts";
import { limitIssues, MAX_ISSUES } from "./input-issues.ts";

describe("an input whose items are wrong", () => {
  const item: z.ZodType = z.strictObject({ id: z.string(), in: z.lazy(() => z.array(item)).optional() });
  const input = z.strictObject({ items: z.array(item).optional(), byName: z.record(z.string(), item).optional() });
  limitIssues(input);
  const wrong = (count: number) => Array.from({ length: count }, () => ({ id: 0 }));

  it("gets every issue of up to 1,000 items", () => {
    const { error } = input.safeParse({ items: wrong(MAX_ISSUES) });
    expect(error?.issues).toHaveLength(MAX_ISSUES);
  });

  it.each([
    ["in a list", { items: wrong(MAX_ISSUES + 1) }],
    ["in a record", { byName: { ...wrong(MAX_ISSUES + 1) } }],
    ["in two of them", { items: wrong(MAX_ISSUES), byName: { a: { id: 0 } } }],
    ["in a list in itself", { items: [{ id: "", in: wrong(MAX_ISSUES + 1) }] }],
  ])("is refused where more is wrong, %s", (_, value) => {
    expect(() => input.safeParse(value)).toThrow(AppError);
  });

  it("does not count for the next one", () => {
    for (let i = 0; i < 3; i++) expect(input.safeParse({ items: wrong(MAX_ISSUES) }).success).toBe(false);
    expect(input.safeParse({ items: [{ id: "" }] }).success).toBe(true);
  });
});

describe("a body with many values", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  /** A call of `authz.check` with so many values in its body, most of them in a list. */
  async function callWith(values: number, list: string) {
    // The body itself, `json`, four in it, and what is in the list.
    const items = Array.from({ length: values - 6 }, () => 0);
    const question = { subject: "user:a", relation: "r", object: "doc:1", [list]: items };
    const headers = { "content-type": "application/json", "x-api-key": world.acme.secretKey };
    const body = JSON.stringify({ json: question });
    return (await send("/trpc/authz.check", { method: "POST", headers, body })).text;
  }

  it("is read up to the limit, and reports one issue if there are too many", async () => {
    const text = await callWith(MAX_VALUES, "contextualTuples");
    expect(text).toContain(`More than ${MAX_ISSUES} items of this input are wrong. One of them: Invalid input`);
    expect(text).toContain('"code":"invalid_input"');
  });

  it("is refused beyond the limit", async () => {
    const text = await callWith(MAX_VALUES + 1, "contextualTuples");
    expect(text).toContain(`The body has more than ${MAX_VALUES} values`);
    expect(text).toContain('"code":"invalid_input"');
  });
});
