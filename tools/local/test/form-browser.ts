/** The page at which a browser has arrived. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

/** A browser without script: it keeps cookies by host, follows redirects, and sends forms. */
export class FormBrowser {
  private readonly cookies = new Map<string, Map<string, string>>();

  /** Opens a page. Stops before an address that `stopsAt` matches, which it returns. */
  async open(address: string, stopsAt: (url: URL) => boolean, init: RequestInit = {}): Promise<Page> {
    let url = new URL(address);
    let request = init;
    for (;;) {
      if (stopsAt(url)) return { url, status: 0, text: "" };
      const response = await fetch(url, { ...request, redirect: "manual", headers: this.headers(url, request) });
      this.store(url, response.headers.getSetCookie());
      const location = response.headers.get("location");
      if (location === null) return { url, status: response.status, text: await response.text() };
      url = new URL(location, url);
      request = {};
    }
  }

  /** Sends the form of a page, with these fields. */
  async send(page: Page, fields: Readonly<Record<string, string>>, stopsAt: (url: URL) => boolean): Promise<Page> {
    const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const body = new URLSearchParams(hidden.map(([, name = "", value = ""]) => [name, value]));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return await this.open(new URL(action, page.url).href, stopsAt, { method: "POST", body: `${body}`, headers });
  }

  private headers(url: URL, { headers }: RequestInit): Headers {
    const all = new Headers(headers);
    const cookies = [...(this.cookies.get(url.host) ?? [])].map(([name, value]) => `${name}=${value}`);
    if (cookies.length > 0) all.set("cookie", cookies.join("; "));
    all.set("accept", "text/html");
    return all;
  }

  private store({ host }: URL, sets: readonly string[]): void {
    const own = this.cookies.get(host) ?? new Map<string, string>();
    this.cookies.set(host, own);
    for (const set of sets) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === "") own.delete(name);
      else own.set(name, value);
    }
  }
}
