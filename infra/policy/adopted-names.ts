import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { field, isRecord } from "../src/value.ts";

const FOLDER = new URL("../", import.meta.url);

/** Names of the resources that a stack takes over from before, as its own configuration file lists them in `cf-auth:adopt`. */
export function adoptedNames(stack: string, folder = FOLDER): ReadonlySet<string> {
  const file = new URL(`Pulumi.${encodeURIComponent(stack)}.yaml`, folder);
  if (!existsSync(file)) return new Set();
  const adopted = field(parse(readFileSync(file, "utf8")), "config", "cf-auth:adopt");
  const names = Object.values(isRecord(adopted) ? adopted : {}).map((each) => field(each, "name"));
  return new Set(names.filter((name) => typeof name === "string"));
}
