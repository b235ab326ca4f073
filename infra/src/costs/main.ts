import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { renderPage } from "./page.ts";
import { measured } from "./usage.ts";

/** Updates the figures in docs/costs.md. */
const PAGE = fileURLToPath(new URL("../../../docs/costs.md", import.meta.url));

writeFileSync(PAGE, renderPage(readFileSync(PAGE, "utf8"), measured()));
console.error("docs/costs.md is up to date.");
