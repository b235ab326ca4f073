import { readDomainName } from "./domain-name.ts";
import { AppError } from "./errors/app-error.ts";
import type { Environment } from "./tenant.ts";

/** Second-level domains under which country registries register names, as in .co.uk and .com.au. */
const REGISTRIES = new Set(
  (
    "ac asn biz co com ed edu firm gen go gob gouv gov gub id in ind info ltd me med mil mod muni name ne net nhs nic " +
    "nom or org plc police priv pro sch school tm web"
  ).split(" "),
);

/** Domains of hosting services that serve customers' pages. */
const HOSTING = new Set(
  (
    "amazonaws.com appspot.com azurefd.net azurestaticapps.net azurewebsites.net bitbucket.io blogspot.com " +
    "cloudapp.net cloudfront.net codesandbox.io csb.app deno.dev firebaseapp.com fly.dev framer.app github.io " +
    "github.dev gitlab.io gitpod.io glitch.me herokuapp.com hf.space kinsta.page lovable.app myshopify.com netlify.app " +
    "ngrok-free.app ngrok-free.dev ngrok.app ngrok.dev ngrok.io now.sh onrender.com pages.dev pythonanywhere.com " +
    "railway.app repl.co replit.app replit.dev run.app stackblitz.io streamlit.app surge.sh trycloudflare.com vercel.app " +
    "web.app webcontainer.io webflow.io windows.net wixsite.com wordpress.com workers.dev"
  ).split(" "),
);

/**
 * Whether anyone can have a page under the domain: country registries and the large hosting services. The full Public Suffix
 * List is too large to ship and changes weekly.
 */
export function isSharedDomain(name: string): boolean {
  const labels = name.split(".");
  const [second = "", top = ""] = labels;
  if (HOSTING.has(labels.slice(-2).join(".")) && labels.length === 2) return true;
  return labels.length === 2 && top.length === 2 && REGISTRIES.has(second);
}

/** Schemes whose pages have no origin, or one that anyone can have. */
const UNUSABLE_SCHEMES = new Set("about blob data file filesystem ftp javascript view-source ws wss".split(" "));

const SUBDOMAINS = /^https:\/\/\*\.([^:/*]+)(?::(\d{1,5}))?$/;
const ANY_LOCAL_PORT = /^https?:\/\/(?:localhost|127\.0\.0\.1):\*$/;

/**
 * Whether an origin is allowed. An entry is an origin as browsers send it; `https://*.example.com`, which matches one or more
 * labels left of the domain and never the domain itself; or, for test tenants, a local host with any port:
 * `http://localhost:*`.
 */
export function isAllowedOrigin(allowed: readonly string[], origin: string, environment: Environment): boolean {
  return allowed.some((entry) => {
    if (entry === origin) return true;
    if (SUBDOMAINS.test(entry)) return isBelow(origin, entry.slice("https://*".length));
    return environment === "test" && ANY_LOCAL_PORT.test(entry) && isAtAnyPort(origin, entry.slice(0, -":*".length));
  });
}

/** `rest` follows the wildcard: a dot, the domain and an optional port. */
function isBelow(origin: string, rest: string): boolean {
  if (!origin.startsWith("https://") || !origin.endsWith(rest)) return false;
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(origin.slice("https://".length, -rest.length));
}

function isAtAnyPort(origin: string, host: string): boolean {
  return origin === host || (origin.startsWith(`${host}:`) && /^\d{1,5}$/.test(origin.slice(host.length + 1)));
}

/** Whether the entry is for test tenants only. */
export function isForTestsOnly(entry: string): boolean {
  return ANY_LOCAL_PORT.test(entry);
}

/** The problem of an entry of `allowedOrigins` and its correct form; undefined if it is valid. */
export function problemOfOrigin(entry: string): string | undefined {
  if (entry === "*") return "* would allow every page. List the origins of your own pages.";
  if (entry === "null") return "null is the origin of sandboxed pages, which anyone can make, and can't be allowed.";
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(entry)?.[1]?.toLowerCase();
  if (scheme === undefined) return `"${entry}" has no scheme. Write an origin such as https://app.example.com.`;
  if (scheme !== "https" && scheme !== "http") return problemOfAppOrigin(entry, scheme);
  return entry.includes("*") ? problemOfWildcard(entry) : problemOfWebOrigin(entry);
}

function problemOfWebOrigin(entry: string): string | undefined {
  if (!URL.canParse(entry)) return `"${entry}" is not an origin. Write one such as https://app.example.com.`;
  const { origin, port, pathname, search, hash, username, password } = new URL(entry);
  if (origin === entry) return undefined;
  if (username + password !== "") return `An origin has no user name or password. Write ${origin}.`;
  if (pathname + search + hash !== "/") return `An origin has no path. Write ${origin}.`;
  if (entry.endsWith("/")) return `An origin has no slash at its end. Write ${origin}.`;
  if (port === "" && /:\d+$/.test(entry)) return `Browsers leave out the default port. Write ${origin}.`;
  if (entry.toLowerCase() === origin) return `Browsers send origins in lower case. Write ${origin}.`;
  return `Browsers send this origin as ${origin}. Write ${origin}.`;
}

/** Origins of apps in a web view and of browser extensions, such as capacitor://localhost and tauri://localhost. */
function problemOfAppOrigin(entry: string, scheme: string): string | undefined {
  if (UNUSABLE_SCHEMES.has(scheme)) return `Pages of ${scheme}: have no origin of their own, so it can't be allowed.`;
  if (entry.includes("*")) return "Wildcards work with https only, as in https://*.example.com.";
  if (entry !== entry.toLowerCase()) return `Browsers send origins in lower case. Write ${entry.toLowerCase()}.`;
  const [origin = "", rest = ""] = /^([a-z0-9+.-]+:\/\/[^/?#]*)(.*)$/.exec(entry)?.slice(1) ?? [];
  if (rest === "/") return `An origin has no slash at its end. Write ${origin}.`;
  if (rest !== "") return `An origin has no path. Write ${origin}.`;
  return /:\/\/[a-z0-9_-][a-z0-9._-]*(?::\d{1,5})?$/.test(entry) ? undefined : `"${entry}" is not an origin.`;
}

function problemOfWildcard(entry: string): string | undefined {
  if (ANY_LOCAL_PORT.test(entry)) return undefined;
  if (entry.endsWith(":*")) return "Only http://localhost:* and http://127.0.0.1:* can leave the port open.";
  if (entry.endsWith("/")) return `An origin has no slash at its end. Write ${entry.slice(0, -1)}.`;
  if (!entry.startsWith("https://")) return "Wildcards work with https only, as in https://*.example.com.";
  const [, domain = "", port] = SUBDOMAINS.exec(entry) ?? [];
  if (domain === "") return "A wildcard must be followed by a dot and a domain, as in https://*.example.com.";
  const read = readDomainName(domain);
  if ("problem" in read) return read.problem;
  if (read.name !== domain) return `Browsers send this domain as ${read.name}. Write https://*.${read.name}.`;
  if (isSharedDomain(domain)) return `Anyone can have a page under ${domain}. Name a domain of your own below it.`;
  if (port === "443") return `Browsers leave out the default port. Write https://*.${domain}.`;
  return undefined;
}

/** Throws `invalid_input` if a live tenant or its key would allow a local host with any port. */
export function requireOriginsFor(environment: Environment, allowedOrigins: readonly string[]): void {
  const entry = environment === "test" ? undefined : allowedOrigins.find(isForTestsOnly);
  if (entry === undefined) return;
  const message = `${entry} is for test tenants. Name the port, as in ${entry.replace("*", "5173")}.`;
  throw new AppError("invalid_input", { issues: [{ path: "allowedOrigins", message }] });
}
