import { readFileSync } from "node:fs";
import { LOGO, THEME } from "@cf-auth/server/html/brand";
import { hashOf } from "./page-policy.ts";

/** The viewer in the repository, by `npm run viewer`. */
const VIEWER: { readonly name: string; readonly version: string; readonly sha256: string } = JSON.parse(
  readFileSync(new URL("../../../../server/viewer/manifest.json", import.meta.url), "utf8"),
);

/** The start of the SHA-256 of the viewer's script: its address changes with it. */
export const VIEWER_HASH = VIEWER.sha256.slice(0, 16);

/** The service's colours for the viewer, which has none of its own. */
const STYLE = `${THEME}
:root{--code-blue:#0369a1;--code-orange:#c2410c;--code-yellow:#854d0e;--code-purple:#7e22ce}
@media(prefers-color-scheme:dark){:root{--code-blue:#38bdf8;--code-orange:#fb923c;--code-yellow:#facc15;--code-purple:#c084fc}}
body{margin:0;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
.bar{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.25rem;padding:.625rem 1.5rem;border-bottom:1px solid var(--line);background:var(--card);font-size:.875rem}
.bar a{color:var(--muted);text-decoration:none}
.bar a:hover{color:var(--text);text-decoration:underline}
.bar .home{display:flex;align-items:center;gap:.5rem;margin-right:auto;color:var(--text);font-weight:600}
[href^="https://scalar.com/?"]{display:none}
noscript p{max-width:40rem;margin:3rem auto;padding:0 1.5rem}
noscript a{color:var(--link)}
html .light-mode,html .dark-mode{--scalar-font:system-ui,sans-serif;--scalar-font-code:ui-monospace,monospace;--scalar-color-accent:var(--link);--scalar-color-green:var(--good);--scalar-color-red:var(--bad);--scalar-color-blue:var(--code-blue);--scalar-color-orange:var(--code-orange);--scalar-color-yellow:var(--code-yellow);--scalar-color-purple:var(--code-purple);--scalar-color-1:var(--text);--scalar-color-2:var(--muted);--scalar-color-3:var(--muted);--scalar-background-1:var(--card);--scalar-background-2:var(--page);--scalar-background-3:var(--hover);--scalar-border-color:var(--line);--scalar-button-1:var(--accent);--scalar-button-1-hover:var(--accent-hover);--scalar-button-1-color:var(--on-accent)}`;

/**
 * Starts the viewer. It calls nothing but this origin and keeps a key in memory only. A link to a procedure, such as
 * `#authz.check`, leads to its place in the viewer.
 */
const SCRIPT = `const place=/^#([a-zA-Z]+)((?:\\.[a-zA-Z]+)+)$/.exec(location.hash);
if(place)history.replaceState(null,"","#tag/"+place[1]+"/"+place[1]+place[2]);
Scalar.createApiReference("#reference",{url:"/openapi.json",theme:"none",withDefaultFonts:false,telemetry:false,persistAuth:false,proxyUrl:"",hideClientButton:true,showDeveloperTools:"never",agent:{disabled:true},mcp:{disabled:true},documentDownloadType:"none",hideDarkModeToggle:true,forceDarkModeState:matchMedia("(prefers-color-scheme:dark)").matches?"dark":"light",hiddenClients:true,defaultOpenFirstTag:false,operationTitleSource:"path",authentication:{preferredSecurityScheme:"bearer"},generateTagSlug:({name})=>name,generateOperationSlug:({operationId,method,path})=>operationId||method+path});`;

/** The reference: a page that shows `/openapi.json` in the viewer. */
export function emitViewerPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>cf-auth API reference</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(LOGO)}">
<style>${STYLE}</style>
</head>
<body>
<nav class="bar" aria-label="cf-auth"><a class="home" href="/">${LOGO}cf-auth</a><a href="/openapi.json">OpenAPI</a><a href="/llms.txt">llms.txt</a><a href="/errors">Errors</a></nav>
<div id="reference"></div>
<noscript><p>The reference needs scripts. Read <a href="/llms.txt">the list of all calls</a>, <a href="/errors">the errors</a> or <a href="/openapi.json">the OpenAPI document</a> without them.</p></noscript>
<script src="/reference/viewer.js?v=${VIEWER_HASH}"></script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/**
 * The Content-Security-Policy of the page. The viewer writes its styles as it goes, so they can't be named by a hash. Requests
 * go to this origin only.
 */
export function viewerPolicy(): string {
  const sources = `script-src 'self' ${hashOf(SCRIPT)}; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'`;
  return `default-src 'none'; ${sources}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
