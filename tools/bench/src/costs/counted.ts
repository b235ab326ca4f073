import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import type { Stack } from "@cf-auth/local/stack";
import type { Report } from "../../counted/counted.ts";

const COUNTED = new URL("../../counted/counted.ts", import.meta.url);

const MAIN = `
import * as service from "./worker.js";
import { countedService } from "./counted.js";
const { handler, GraphState, TenantState } = countedService(service);
export { GraphState, TenantState };
export const CfAuth = service.CfAuth;
export default handler;
`;

/** The counting modules, which wrap the Worker's own. */
export function countingModules() {
  return [
    { name: "counting.js", contents: MAIN },
    { name: "counted.js", contents: stripTypeScriptTypes(readFileSync(COUNTED, "utf8")) },
  ];
}

/** Counts since the last read. */
export async function takeCounts({ url }: Pick<Stack, "url">): Promise<Report> {
  // The response of the counting Worker.
  return (await (await fetch(`${url}/counts`)).json()) as Report;
}
