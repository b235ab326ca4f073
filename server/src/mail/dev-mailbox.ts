import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import { isLocalHost } from "../ports/mail-config.ts";
import { PLATFORM_SLUG } from "../tenants/tenant.ts";
import { LETTER_KINDS } from "./letter-kinds.ts";
import { LETTER_POLICY, letterPage, listPage, type MailboxEntry, PAGE_POLICY } from "./mailbox-page.ts";
import type { MailboxQuery } from "./mailbox-store.ts";

type Needs = Pick<App, "config" | "tenants" | "mailRecords">;

const PATH = "/dev/mailbox";
const MAXIMUM = 500;
const TENANTS_AT_ONCE = 1000;

/**
 * The mailbox of a local deployment, for whoever is on the machine: `/dev/mailbox` to look at, `/dev/mailbox.json` for
 * tests. Undefined where the path is another, or where letters are sent: then there is no such place. The host asked
 * for has to be local too, or a page from elsewhere could read the letters under a name that it points here.
 */
export async function devMailbox(app: Needs, request: Request): Promise<Response | undefined> {
  const { pathname, hostname, searchParams } = new URL(request.url);
  if (app.config.mail.sender !== "mailbox" || !isLocalHost(hostname)) return undefined;
  if (pathname !== PATH && pathname !== `${PATH}.json` && !pathname.startsWith(`${PATH}/`)) return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") throw new AppError("method_not_allowed");
  if (pathname === `${PATH}.json`) return Response.json({ items: await lettersFor(app, searchParams) });
  if (pathname === PATH) return html(listPage(await lettersFor(app, searchParams)), PAGE_POLICY);
  const [, tenant = "", id, extension] = /^\/dev\/mailbox\/(\w+)\/(\w+)(\.html)?$/.exec(pathname) ?? [];
  const query = new URLSearchParams({ tenant, limit: `${MAXIMUM}` });
  const entry = tenant === "" ? undefined : (await lettersFor(app, query)).find((letter) => letter.id === id);
  if (entry === undefined) return undefined;
  return extension === undefined ? html(letterPage(entry), PAGE_POLICY) : html(entry.html, LETTER_POLICY);
}

/** The newest letters of one tenant or of all, of those that the query asks for. Throws `tenant_unknown`. */
async function lettersFor(app: Needs, search: URLSearchParams): Promise<MailboxEntry[]> {
  const limit = Math.min(Math.max(Number(search.get("limit") ?? 100) || 1, 1), MAXIMUM);
  const kind = LETTER_KINDS.find((name) => name === search.get("kind"));
  const query = { to: search.get("to") ?? undefined, kind, limit };
  const tenants = await tenantsOf(app, search.get("tenant"));
  const letters = await Promise.all(tenants.map((tenant) => lettersOf(app, tenant, query)));
  // Ids sort by when the letter was posted.
  return letters
    .flat()
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, limit);
}

async function lettersOf(app: Needs, { id, slug }: { id: string; slug: string }, query: MailboxQuery) {
  const letters = await app.mailRecords(id).received(query);
  return letters.map(({ at, ...letter }) => ({ ...letter, tenant: { id, slug }, at: new Date(at) }));
}

async function tenantsOf({ tenants }: Needs, idOrSlug: string | null) {
  if (idOrSlug !== null) {
    const tenant = await tenants.find(idOrSlug);
    if (tenant === undefined) throw new AppError("tenant_unknown");
    return [tenant];
  }
  const platform = await tenants.find(PLATFORM_SLUG);
  const all = platform === undefined ? [] : [platform];
  for (let after: string | undefined; ; ) {
    const page = await tenants.list({ visible: "all" }, { after, limit: TENANTS_AT_ONCE });
    all.push(...page);
    if (page.length < TENANTS_AT_ONCE) return all;
    after = page.at(-1)?.id;
  }
}

function html(body: string, policy: string): Response {
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "referrer-policy": "no-referrer",
  };
  return new Response(body, { headers });
}
