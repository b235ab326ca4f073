import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, it } from "vitest";
import { readContract } from "../contract.ts";
import { emitOpenApi } from "./document.ts";

const text = emitOpenApi(readContract(), "1.2.3");

/** Rules that a text breaks, with the place of the first problem of each, by Redocly's recommended rules. */
async function brokenRules(source: string): Promise<Record<string, string | undefined>> {
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lintFromString({ source, absoluteRef: "openapi.json", config });
  return Object.fromEntries(problems.map(({ ruleId, location: [first] }) => [ruleId, first?.pointer]).reverse());
}

it("Redocly's linter finds no error and no warning in the document, and finds one that is put in", async () => {
  expect(await brokenRules(text)).toEqual({});
  const worse = text.replace('"operationId":"authz.check"', '"operationId":"authz.check of a user"');
  expect(Object.keys(await brokenRules(worse))).toEqual(["operation-operationId-url-safe"]);
});
