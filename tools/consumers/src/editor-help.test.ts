import { expect, inject, it } from "vitest";
import { editorHelp } from "./editor-help.ts";
import { filesOf } from "./project.ts";
import { readProcedures } from "./whole-api.ts";

const project = inject("project");
const START = `import { createClient } from "@cf-auth/client";
const client = createClient({ url: "https://auth.example.com" });\n`;

it("shows a method's summary, fields, result, error codes, example and link", () => {
  const { signature, text, tags } = editorHelp(project, `${START}await client.authz.che|ck({} as never);`);

  expect(signature).toContain("check(request: CheckRequest, options?: CallOptions): Promise<CheckResponse>");
  expect(text).toMatch(/^[A-Z].*\.\n\nCallers: secret, admin, platformKey\./);
  expect(tags.get("param")).toMatch(/- `subject` \(`string`\): .*At most 2,048 characters\./);
  expect(tags.get("param")).toMatch(/- `consistency\?` .*Defaults to `"exact"`\./);
  expect(tags.get("returns")).toContain('- `allowed` (`boolean | "conditional"`)');
  expect(tags.get("throws")).toMatch(/`CfAuthError`, with code .*`model_not_found`/);
  expect(tags.get("example")).toBe(
    'await cfauth.authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });',
  );
  expect(tags.get("see")).toMatch(/^https:.*\/docs\/reference\/authz\.md#authzcheck$/);
});

it("shows a request field's meaning, default and limits", () => {
  const { signature, text } = editorHelp(project, `${START}await client.users.list({ lim|it: 10 });`);
  expect(signature).toContain("ListUsersRequest.limit?: number | undefined");
  expect(text).toMatch(/Defaults to `100`\. 1 to 1,000\./);
});

it("shows a client option's unit and default", () => {
  const { text } = editorHelp(project, `${START}createClient({ url: "", timeout|Seconds: 5 });`);
  expect(text).toBe("Timeout of a call in seconds, including its retries. Defaults to 10.");
});

it("shows help on every method", () => {
  const methods = readProcedures().map(({ path }) => path);
  expect(methods.length).toBeGreaterThan(100);
  const types = [...filesOf(project)].filter(([name]) => name.endsWith(".d.ts")).map(([, text]) => text);
  const missing = methods.filter((path) => !types.some((text) => text.includes(`* await cfauth.${path}(`)));
  expect(missing).toEqual([]);
});

it("keeps the help out of the JavaScript files", () => {
  const scripts = [...filesOf(project)].filter(([name]) => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(5);
  for (const [name, text] of scripts)
    expect([name, /Callers: |docs\/reference|Defaults to `/.test(text)]).toEqual([name, false]);
});
