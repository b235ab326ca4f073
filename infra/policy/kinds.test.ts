import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { isOfPulumi, KINDS, kindOf } from "./kinds.ts";

const require = createRequire(import.meta.url);

/** What the provider's package says of a kind: the file is found by its type's second part, whatever its case. */
function sourceOf(type: string): { readonly js: string; readonly types: string } {
  const [provider = "", module = "", noun = ""] = type.split(":");
  const [folder = "", word = noun] = module.includes("/") ? module.split("/") : [module, noun];
  const root = dirname(require.resolve(`@pulumi/${provider}/package.json`));
  const at = folder === "index" ? root : join(root, folder);
  const file = readdirSync(at).find((name) => name.toLowerCase() === `${word.toLowerCase()}.js`);
  if (file === undefined) throw new Error(`@pulumi/${provider} has no ${type}.`);
  const read = (name: string) => readFileSync(join(at, name), "utf8");
  return { js: read(file), types: read(file.replace(/\.js$/, ".d.ts")) };
}

describe("each kind is one of its provider's, and has the property that is its name", () => {
  it.each(Object.entries(KINDS))("%s", (type, { name }) => {
    const { js, types } = sourceOf(type);
    expect(js).toContain(`__pulumiType = '${type}'`);
    const [, args = ""] = types.split(/export interface \w+Args /);
    if (name !== undefined) expect(args).toMatch(new RegExp(`^ {4}${name}\\??: pulumi\\.Input<`, "m"));
  });
});

it("what is not in the table is unknown, whatever objects have by themselves", () => {
  expect(["toString", "constructor", ""].map(kindOf)).toEqual([undefined, undefined, undefined]);
});

it("components, providers and the stack are of Pulumi alone", () => {
  expect(["cf-auth:infra:Database", "pulumi:providers:aws", "pulumi:pulumi:Stack"].every(isOfPulumi)).toBe(true);
  expect(["cloudflare:index/pulumi:Pulumi", "pulumiservice:index:Environment"].some(isOfPulumi)).toBe(false);
});
