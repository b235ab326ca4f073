import { EMAIL_KINDS } from "../../email/email-kinds.ts";
import type { MailboxQuery } from "../../email/mailbox-store.ts";
import type { Visit } from "../../pipeline/context.ts";
import type { AppDeps } from "../../pipeline/deps.ts";
import { isLocalHost } from "../../ports/mail-config.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { PLATFORM_SLUG } from "../../shared/tenant.ts";
import { emailContent, emailPage, listPage, type MailboxEntry, type MailboxFilter } from "./mailbox-page.ts";

type Deps = Pick<AppDeps, "config" | "tenants" | "emailRecords">;

const MAX_EMAILS = 500;
const TENANTS_PER_PAGE = 1000;

/** Shows the mailbox of a local deployment to people. */
export async function showMailbox({ app, url: { searchParams } }: Visit): Promise<Response> {
  return listPage(await emailsFor(app, searchParams), filterIn(searchParams));
}

/** Lists its emails for tests. */
export async function listEmails({ app, url }: Visit): Promise<Response> {
  return Response.json({ items: await emailsFor(app, url.searchParams) });
}

/** Shows an email with its codes and links. */
export async function showEmail({ app }: Visit, { tenant = "", email = "" }): Promise<Response> {
  return emailPage(await emailIn(app, tenant, email));
}

/** Shows an email's HTML alone, for the frame of its page. */
export async function showEmailContent({ app }: Visit, { tenant = "", email = "" }): Promise<Response> {
  return emailContent(await emailIn(app, tenant, email));
}

/**
 * Whether this deployment stores its emails and is called at a local host. Otherwise a page from elsewhere could read emails
 * under a name that it points to this machine.
 */
export function hasMailbox({ config }: Pick<AppDeps, "config">, request: Request): boolean {
  return config.mail.sender === "mailbox" && isLocalHost(new URL(request.url).hostname);
}

function filterIn(search: URLSearchParams): MailboxFilter {
  const of = (name: string) => search.get(name) ?? "";
  return { text: of("q"), kind: of("kind"), tenant: of("tenant") };
}

async function emailIn(app: Deps, tenant: string, id: string): Promise<MailboxEntry> {
  const query = new URLSearchParams({ tenant, limit: `${MAX_EMAILS}` });
  const entry = (await emailsFor(app, query)).find((email) => email.id === id);
  if (entry === undefined) throw new AppError("procedure_not_found");
  return entry;
}

/** The newest emails of one tenant or of all that match the query. Throws `tenant_not_found`. */
async function emailsFor(app: Deps, search: URLSearchParams): Promise<MailboxEntry[]> {
  const limit = Math.min(Math.max(Number(search.get("limit") ?? 100) || 1, 1), MAX_EMAILS);
  const filter = filterIn(search);
  const kind = EMAIL_KINDS.find((name) => name === filter.kind);
  // A text is searched in all stored emails.
  const query = { to: search.get("to") ?? undefined, kind, limit: filter.text === "" ? limit : MAX_EMAILS };
  const tenants = await tenantsOf(app, filter.tenant);
  const emails = await Promise.all(tenants.map((tenant) => emailsOf(app, tenant, query)));
  // Ids sort by when the email was created.
  return emails
    .flat()
    .filter((email) => hasText(email, filter.text))
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, limit);
}

function hasText({ to, subject, values, tenant }: MailboxEntry, text: string): boolean {
  const searched = text.trim().toLowerCase();
  return [to, subject, values.code ?? "", tenant.slug].some((part) => part.toLowerCase().includes(searched));
}

async function emailsOf(app: Deps, { id, slug }: { id: string; slug: string }, query: MailboxQuery) {
  const emails = await app.emailRecords(id).receivedEmails(query);
  return emails.map(({ at, ...email }) => ({ ...email, tenant: { id, slug }, receivedAt: new Date(at) }));
}

async function tenantsOf({ tenants }: Deps, idOrSlug: string) {
  if (idOrSlug !== "") {
    const tenant = await tenants.find(idOrSlug);
    if (tenant === undefined) throw new AppError("tenant_not_found");
    return [tenant];
  }
  const platform = await tenants.find(PLATFORM_SLUG);
  const all = platform === undefined ? [] : [platform];
  for (let after: string | undefined; ; ) {
    const page = await tenants.list({ visible: "all" }, { after, limit: TENANTS_PER_PAGE });
    all.push(...page);
    if (page.length < TENANTS_PER_PAGE) return all;
    after = page.at(-1)?.id;
  }
}
