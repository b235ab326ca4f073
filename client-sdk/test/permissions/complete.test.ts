import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../src/${path}`, import.meta.url), "utf8");

/** Fields that only a model gives a meaning. */
const NAMES = ["subject", "relation", "object", "objectType", "checks", "writes"];

interface Procedure {
  readonly path: string;
  readonly input: { readonly properties?: object } | null;
}

it("types every method with relations in its input by the model", () => {
  const { procedures }: { procedures: readonly Procedure[] } = JSON.parse(read("generated/contract.json"));
  // What it deletes may be of an earlier model.
  const naming = procedures.filter(({ path, input }) => {
    return (
      path.startsWith("authz.") &&
      path !== "authz.deleteTuples" &&
      NAMES.some((name) => name in (input?.properties ?? {}))
    );
  });
  const [, union = ""] = /^type Typed =(.*?);$/ms.exec(read("permissions/typed-authz.ts")) ?? [];
  const typed = [...union.matchAll(/"(\w+)"/g)].map(([, name]) => `authz.${name}`);
  expect(typed.sort()).toEqual(naming.map(({ path }) => path).sort());
});
