import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { isPulumiInternal, RESOURCE_TYPES, resourceTypeOf } from "./resource-types.ts";

const require = createRequire(import.meta.url);

/**
 * Source and type declarations of a resource in its provider's package. File names match the type's last part in any
 * case.
 */
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

describe("the table of resource types", () => {
  it.each(Object.entries(RESOURCE_TYPES))("has the name property of %s as its provider does", (type, { name }) => {
    const { js, types } = sourceOf(type);
    expect(js).toContain(`__pulumiType = '${type}'`);
    const [, args = ""] = types.split(/export interface \w+Args /);
    if (name !== undefined) expect(args).toMatch(new RegExp(`^ {4}${name}\\??: pulumi\\.Input<`, "m"));
  });
});

it("returns undefined for a type that is not in the table, even if Object.prototype has the name", () => {
  expect(["toString", "constructor", ""].map(resourceTypeOf)).toEqual([undefined, undefined, undefined]);
});

it("recognizes components, providers and the stack as internal to Pulumi", () => {
  expect(["cf-auth:infra:Database", "pulumi:providers:aws", "pulumi:pulumi:Stack"].every(isPulumiInternal)).toBe(true);
  expect(["cloudflare:index/pulumi:Pulumi", "pulumiservice:index:Environment"].some(isPulumiInternal)).toBe(false);
});
