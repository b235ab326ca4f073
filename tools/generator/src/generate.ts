import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { LIMITS } from "@cf-auth/server/limits";
import { readContract } from "./contract.ts";
import { emitAssignable } from "./emit-assignable.ts";
import { emitCopies } from "./emit-copies.ts";
import { emitDeclarations } from "./emit-declarations.ts";
import { emitErrorCatalog } from "./emit-error-catalog.ts";
import { emitErrorPage } from "./emit-error-page.ts";
import { emitErrors } from "./emit-errors.ts";
import { emitGetQueries } from "./emit-get-queries.ts";
import { emitLimitsPage } from "./emit-limits-page.ts";
import { emitProcedures } from "./emit-procedures.ts";
import { emitServed, NO_POLICY, type ServedFile } from "./emit-served.ts";
import { emitTrpcRouter } from "./emit-trpc-router.ts";
import { emitTypes } from "./emit-types.ts";
import { emitVersion } from "./emit-version.ts";
import { emitOpenApi } from "./openapi/document.ts";
import { emitErrorList, errorListPolicy } from "./reference/error-list.ts";
import { emitLlms } from "./reference/llms.ts";
import { emitReference } from "./reference/markdown.ts";
import { emitViewerPage, VIEWER_HASH, viewerPolicy } from "./reference/viewer-page.ts";

/** Writes every file generated from the router. With `--check`, writes nothing and fails on files that are out of date. */
const ROOT = new URL("../../../", import.meta.url);

const contract = readContract();
const { version, repository } = JSON.parse(readFileSync(new URL("client-sdk/package.json", ROOT), "utf8"));
/** Where the SDK's editor help links to. */
const docsUrl = `${repository.url.replace(/^git\+|\.git$/g, "")}/blob/main/docs`;
const served: ServedFile[] = [
  {
    path: "/openapi.json",
    file: "openapi.txt",
    type: "application/json",
    text: emitOpenApi(contract, version),
    policy: NO_POLICY,
  },
  {
    path: "/reference",
    file: "reference.html",
    type: "text/html; charset=utf-8",
    text: emitViewerPage(),
    policy: viewerPolicy(),
  },
  {
    path: "/errors",
    file: "errors.html",
    type: "text/html; charset=utf-8",
    text: emitErrorList(contract),
    policy: errorListPolicy(),
  },
  {
    path: "/llms.txt",
    file: "llms.txt",
    type: "text/plain; charset=utf-8",
    text: emitLlms(contract),
    policy: NO_POLICY,
  },
];
const files: Record<string, string> = {
  "client-sdk/src/generated/contract.json": `${JSON.stringify(contract, null, 2)}\n`,
  "client-sdk/src/generated/types.ts": emitTypes(contract),
  "client-sdk/src/generated/procedures.ts": emitProcedures(contract, docsUrl),
  "client-sdk/src/generated/trpc-router.ts": emitTrpcRouter(contract),
  "client-sdk/src/generated/errors.ts": emitErrors(contract),
  "client-sdk/src/generated/declarations.ts": emitDeclarations(contract),
  "client-sdk/src/generated/error-catalog.ts": emitErrorCatalog(contract),
  "client-sdk/src/generated/version.ts": emitVersion(contract, version),
  "server/src/generated/get-queries.ts": emitGetQueries(contract),
  "server/src/generated/version.ts": emitVersion(contract, version),
  "server/src/generated/served.ts": emitServed(served, VIEWER_HASH),
  "docs/errors.md": emitErrorPage(contract),
  "docs/limits.md": emitLimitsPage(contract, LIMITS),
  "tools/generator/generated/assignable.ts": emitAssignable(contract),
};
for (const [name, text] of Object.entries(emitCopies())) files[`client-sdk/src/generated/${name}`] = text;
for (const { file, text } of served) files[`server/src/generated/${file}`] = text;
for (const [name, text] of Object.entries(emitReference(contract))) files[`docs/${name}`] = text;

if (process.argv.includes("--check")) check();
else write();

function check(): void {
  const stale = Object.entries(files).filter(([path, text]) => read(path) !== text);
  for (const [path] of stale) console.error(`${path} is out of date.`);
  if (stale.length > 0) {
    console.error("Run `npm run generate` and commit what it changes.");
    process.exitCode = 1;
  }
}

function write(): void {
  for (const [path, text] of Object.entries(files)) {
    if (read(path) === text) continue;
    const file = fileURLToPath(new URL(path, ROOT));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(path);
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, ROOT), "utf8");
  } catch {
    return undefined;
  }
}
