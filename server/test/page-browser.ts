import { send } from "./raw.ts";

type Sent = Awaited<ReturnType<typeof send>>;

/** How a page is requested: by the isolate of the test, or by one with its own clock. */
type Send = (path: string, init: RequestInit, host: string) => Promise<Sent>;

/** A page as a browser has it. */
export type LoadedPage = Sent & { readonly path: string; readonly location: string | null };

let visitors = 0;

/** A browser without scripts: it has cookies, follows redirects of this service, and submits forms as their HTML says. */
export class PageBrowser {
  readonly cookies = new Map<string, string>();
  /** Every `Set-Cookie` that it received. */
  readonly received: string[] = [];
  private readonly host: string;
  private readonly sendRequest: Send;
  readonly ip = `198.19.${++visitors >> 8}.${visitors & 255}`;

  constructor({ host = "auth.test", sendRequest = send }: { host?: string; sendRequest?: Send } = {}) {
    this.host = host;
    this.sendRequest = sendRequest;
  }

  /** Opens a page, as a link from elsewhere does. */
  async open(url: string, headers: Record<string, string> = {}): Promise<LoadedPage> {
    return await this.follow(await this.load(url, { headers: { "sec-fetch-site": "none", ...headers } }));
  }

  /** Submits the form that has these fields, by the button of this name and value if it has several. */
  async submit(
    page: LoadedPage,
    fields: Readonly<Record<string, string>>,
    headers: Record<string, string> = {},
  ): Promise<LoadedPage> {
    const form = formWith(page.text, Object.keys(fields));
    return await this.follow(await this.send(form, fields, headers));
  }

  /** Follows a link of the page whose address has this text. */
  async click(page: LoadedPage, text: string): Promise<LoadedPage> {
    const links = [...page.text.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href = ""]) => plain(href));
    const href = links.find((one) => one.includes(text));
    if (href === undefined) throw new Error(`No link of the page has ${text}: ${titleOf(page)}`);
    return await this.follow(await this.load(href, { headers: { "sec-fetch-site": "same-origin" } }));
  }

  /** Requests the options of a passkey, as the page's script does. */
  async passkeyOptions(page: LoadedPage): Promise<LoadedPage> {
    return await this.send(formWith(page.text, ["passkey"]), { step: "start" });
  }

  private async send(
    form: ReturnType<typeof formWith>,
    fields: Readonly<Record<string, string>>,
    headers: Record<string, string> = {},
  ): Promise<LoadedPage> {
    const body = new URLSearchParams({ ...form.hidden, ...fields }).toString();
    const own = { origin: `http://${this.host}`, "sec-fetch-site": "same-origin" };
    const type = "application/x-www-form-urlencoded";
    const sent = { method: "POST", body, headers: { ...own, "content-type": type, ...headers } };
    return await this.load(form.action, sent);
  }

  private async load(url: string, init: RequestInit): Promise<LoadedPage> {
    const { pathname, search } = new URL(url, `http://${this.host}`);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...Object.fromEntries(new Headers(init.headers)), cookie, "cf-connecting-ip": this.ip };
    const answer = await this.sendRequest(`${pathname}${search}`, { ...init, headers, redirect: "manual" }, this.host);
    for (const set of answer.headers.getSetCookie()) this.store(set);
    return { ...answer, path: `${pathname}${search}`, location: answer.headers.get("location") };
  }

  private store(set: string): void {
    this.received.push(set);
    const [pair = ""] = set.split(";");
    const at = pair.indexOf("=");
    if (set.includes("Max-Age=0")) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }

  private async follow(page: LoadedPage): Promise<LoadedPage> {
    if (page.status !== 303 || page.location === null) return page;
    if (new URL(page.location, `http://${this.host}`).host !== this.host) return page;
    return await this.follow(await this.load(page.location, { headers: { "sec-fetch-site": "same-origin" } }));
  }
}

/** The first form that has inputs or buttons of these names. */
function formWith(text: string, names: readonly string[]): { action: string; hidden: Record<string, string> } {
  for (const [, action = "", content = ""] of text.matchAll(
    /<form method="post" action="([^"]+)">([\s\S]*?)<\/form>/g,
  )) {
    if (!names.every((name) => content.includes(`name="${name}"`))) continue;
    const hidden = [...content.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
    return { action, hidden: Object.fromEntries(hidden.map(([, name, value = ""]) => [name, plain(value)])) };
  }
  throw new Error(`No form of the page has ${names.join(", ")}: ${titleOf({ text })}`);
}

/** The text of an attribute. */
function plain(value: string): string {
  return value.replaceAll("&amp;", "&");
}

/** The heading of a page. */
export function titleOf({ text }: Pick<Sent, "text">): string | undefined {
  return /<h1>([^<]*)<\/h1>/.exec(text)?.[1];
}

/** The problem that a page shows. */
export function problemIn({ text }: Pick<Sent, "text">): string | undefined {
  return /role="alert">([^<]*)</.exec(text)?.[1];
}

/** An app that signs its users in on the hosted pages: it has a verifier, and knows its challenge. */
export async function newApp({
  tenant,
  key,
  returnUrl = "https://app.example.com/callback",
}: {
  readonly tenant: string;
  readonly key: string;
  readonly returnUrl?: string;
}) {
  const base64url = (bytes: Uint8Array) =>
    btoa(String.fromCharCode(...bytes))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace(/=+$/, "");
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const state = base64url(crypto.getRandomValues(new Uint8Array(16)));
  const parameters = {
    response_type: "code",
    client_id: key,
    redirect_uri: returnUrl,
    state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: "S256",
  };
  const urlWith = (changed: Readonly<Record<string, string>> = {}) =>
    `/t/${tenant}/sign-in?${new URLSearchParams({ ...parameters, ...changed })}`;
  return { verifier, state, returnUrl, parameters, urlWith };
}
