import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { field, isRecord } from "../src/value.ts";

const FOLDER = new URL("../", import.meta.url);

/** Names of the existing resources that a stack adopts, from `cf-auth:adopt` in its configuration file. */
export function adoptedNames(stack: string, folder = FOLDER): ReadonlySet<string> {
  const file = new URL(`Pulumi.${encodeURIComponent(stack)}.yaml`, folder);
  if (!existsSync(file)) return new Set();
  const adopted = field(parse(readFileSync(file, "utf8")), "config", "cf-auth:adopt");
  const names = Object.values(isRecord(adopted) ? adopted : {}).map((each) => field(each, "name"));
  return new Set(names.filter((name) => typeof name === "string"));
}
