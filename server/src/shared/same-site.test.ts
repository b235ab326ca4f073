import { expect, it } from "vitest";
import type { AppError } from "./errors/app-error.ts";
import { type Page, requireOwnPage } from "./same-site.ts";
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
const page: Page = {
  host: acme,
  own: "https://login.acme.example",
  origin: "https://login.acme.example",
  site: "same-origin",
  contentType: "application/json",
};

function problemOf(changed: Partial<Page>): unknown {
  try {
    requireOwnPage({ ...page, ...changed }, acme);
    return undefined;
  } catch (error) {
    const { code, details } = error as AppError;
    return details.problem ?? code;
  }
}

it.each(["application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/json ;x=y"])(
  "rule 29: takes %s",
  (contentType) => {
    expect(problemOf({ contentType })).toBeUndefined();
  },
);

it.each([
  undefined,
  "",
  "text/plain",
  "application/jsonp",
  "application/json-patch+json",
  "text/plain; application/json",
])("rule 29: refuses the content type %s, though everything else is right", (contentType) => {
  expect(problemOf({ contentType })).toBe("The content type is not application/json.");
});

const refused = (origin: string) =>
  `The Origin ${origin} is neither this host nor in the tenant's setting allowedOrigins.`;

it.each<[Partial<Page>, string]>([
  [{ origin: undefined, site: undefined }, "Neither Origin nor Sec-Fetch-Site is there."],
  [{ site: "cross-site" }, "Sec-Fetch-Site names another site."],
  [{ site: "none", origin: undefined }, "Sec-Fetch-Site names another site."],
  [{ site: "something new" }, "Sec-Fetch-Site names another site."],
  [{ site: "same-site", origin: undefined }, "There is no Origin, and Sec-Fetch-Site is not same-origin."],
  [{ origin: "https://evil.example" }, refused("https://evil.example")],
  [{ origin: "" }, refused("")],
  [{ host: undefined }, "cookie_host_required"],
  [{ host: { ...acme, id: "ten_other" } }, "cookie_host_required"],
])("rule 29: says what is wrong with %j", (changed, problem) => {
  expect(problemOf(changed)).toBe(problem);
});

it("rule 29: takes pages of one site below a domain that is allowed with a wildcard, and of no other", () => {
  const settings = { allowedOrigins: ["https://*.acme.example", "http://localhost:*"] };
  const host = { ...acme, settings };
  const problem = (origin: string, site = "same-site") => {
    try {
      requireOwnPage({ ...page, host, origin, site }, host);
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
