import { readDomainName } from "./domain-name.ts";
import type { Environment } from "./tenant.ts";
import { isSharedDomain } from "./zz-origins--shared-domains.ts";

/** Schemes whose pages have no origin of their own, or one that anybody can have. */
const UNUSABLE_SCHEMES = new Set("about blob data file filesystem ftp javascript view-source ws wss".split(" "));

const SUBDOMAINS = /^https:\/\/\*\.([^:/*]+)(?::(\d{1,5}))?$/;
const ANY_LOCAL_PORT = /^https?:\/\/(?:localhost|127\.0\.0\.1):\*$/;

/**
 * Whether a page of the origin is among those allowed. An entry is an origin as browsers send it; `https://*.example.com`,
 * which is one or more labels left of the domain and never the domain itself; or, for test tenants, a local host with any
 * port: `http://localhost:*`.
 */
export function isAllowedOrigin(allowed: readonly string[], origin: string, environment: Environment): boolean {
  return allowed.some((entry) => {
    if (entry === origin) return true;
    if (SUBDOMAINS.test(entry)) return isBelow(origin, entry.slice("https://*".length));
    return environment === "test" && ANY_LOCAL_PORT.test(entry) && isAtAnyPort(origin, entry.slice(0, -":*".length));
  });
}

/** `rest` is what follows the wildcard: a dot, the domain and perhaps a port. */
function isBelow(origin: string, rest: string): boolean {
  if (!origin.startsWith("https://") || !origin.endsWith(rest)) return false;
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(origin.slice("https://".length, -rest.length));
}

function isAtAnyPort(origin: string, host: string): boolean {
  return origin === host || (origin.startsWith(`${host}:`) && /^\d{1,5}$/.test(origin.slice(host.length + 1)));
}

/** Whether only a test tenant may have the entry. */
export function isForTestsOnly(entry: string): boolean {
  return ANY_LOCAL_PORT.test(entry);
}

/** What is wrong with an entry of `allowedOrigins`, and how to write it; undefined where nothing is. */
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
  return `Browsers send this origin as ${origin}. Write it so.`;
}

/** Of an app in a web view or of a browser extension: capacitor://localhost, tauri://localhost. */
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
  if (domain === "") return "A wildcard stands for all that is left of a domain, as in https://*.example.com.";
  const read = readDomainName(domain);
  if ("problem" in read) return read.problem;
  if (read.name !== domain) return `Browsers send this domain as ${read.name}. Write https://*.${read.name}.`;
  if (isSharedDomain(domain)) return `Anyone can have a page under ${domain}. Name a domain of your own below it.`;
  if (port === "443") return `Browsers leave out the default port. Write https://*.${domain}.`;
  return undefined;
}
