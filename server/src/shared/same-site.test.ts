import { expect, it } from "vitest";
import type { AppError } from "./errors/app-error.ts";
import { type BrowserRequest, requireSameSite } from "./same-site.ts";
import type { Tenant } from "./tenant.ts";

const acme: Tenant = {
  id: "ten_acme",
  slug: "acme",
  host: null,
  name: "Acme",
  status: "active",
  environment: "live",
  settings: { allowedOrigins: ["https://app.acme.example"] },
  limits: {},
  clockOffsetSeconds: 0,
  sessionsEndedAt: null,
};
const page: BrowserRequest = {
  host: acme,
  own: "https://login.acme.example",
  origin: "https://login.acme.example",
  site: "same-origin",
  contentType: "application/json",
};

function refusalOf(changed: Partial<BrowserRequest>): unknown {
  try {
    requireSameSite({ ...page, ...changed }, acme);
    return undefined;
  } catch (error) {
    const { code, details } = error as AppError;
    return details.problem ?? code;
  }
}

it.each(["application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/json ;x=y"])(
  "rule 29: takes %s",
  (contentType) => {
    expect(refusalOf({ contentType })).toBeUndefined();
  },
);

it.each([
  undefined,
  "",
  "text/plain",
  "application/jsonp",
  "application/json-patch+json",
  "text/plain; application/json",
])("rule 29: refuses the content type %s even if everything else is valid", (contentType) => {
  expect(refusalOf({ contentType })).toBe("The content type is not application/json.");
});

const refused = (origin: string) =>
  `The Origin ${origin} is neither this host nor in the tenant's setting allowedOrigins.`;

it.each<[Partial<BrowserRequest>, string]>([
  [{ origin: undefined, site: undefined }, "The headers Origin and Sec-Fetch-Site are missing."],
  [{ site: "cross-site" }, "Sec-Fetch-Site names another site."],
  [{ site: "none", origin: undefined }, "Sec-Fetch-Site names another site."],
  [{ site: "something new" }, "Sec-Fetch-Site names another site."],
  [{ site: "same-site", origin: undefined }, "The header Origin is missing, and Sec-Fetch-Site is not same-origin."],
  [{ origin: "https://evil.example" }, refused("https://evil.example")],
  [{ origin: "" }, refused("")],
  [{ host: undefined }, "cookie_host_required"],
  [{ host: { ...acme, id: "ten_other" } }, "cookie_host_required"],
])("rule 29: returns the problem of %j", (changed, problem) => {
  expect(refusalOf(changed)).toBe(problem);
});

it("rule 29: allows same-site pages below a wildcard domain, and no others", () => {
  const settings = { allowedOrigins: ["https://*.acme.example", "http://localhost:*"] };
  const host = { ...acme, settings };
  const problem = (origin: string, site = "same-site") => {
    try {
      requireSameSite({ ...page, host, origin, site }, host);
      return undefined;
    } catch (error) {
      return (error as AppError).details.problem;
    }
  };
  expect(problem("https://app.acme.example")).toBeUndefined();
  expect(problem("https://app.acme.example", "cross-site")).toBe("Sec-Fetch-Site names another site.");
  for (const origin of ["https://acme.example", "https://evilacme.example", "http://localhost:5173"]) {
    expect(problem(origin)).toBe(refused(origin));
  }
});
