import { AxiomError, AxiomResponseError } from "./errors.ts";

export interface AxiomSettings {
  /** An API token with the rights that docs/alerts.md lists. */
  readonly token: string;
  /** URL of the API without a trailing slash. */
  readonly url: string;
  /** Required with a personal access token. */
  readonly organizationId: string | undefined;
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** Waits some milliseconds. */
export type Pause = (milliseconds: number) => Promise<void>;

const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
const TIMEOUT_MS = 10_000;
/** Characters of a response that an error repeats. */
const MAX_REASON = 300;

/**
 * Axiom's REST API, version 2. Repeats a request that is limited (429) or that fails at the server or on the way, at most
 * five times in all. A POST that fails at the server may have been done; `planOf` deletes the duplicate at the next run.
 */
export class AxiomClient {
  readonly #settings: AxiomSettings;
  readonly #pause: Pause;

  constructor(settings: AxiomSettings, pause: Pause) {
    this.#settings = settings;
    this.#pause = pause;
  }

  /** Returns the parsed JSON of the response; undefined for an empty one. Throws an `AxiomError`. */
  async send(method: Method, path: string, body?: object): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#fetch(method, path, body).catch((error: unknown) => causeOf(error));
      if (typeof response === "string") {
        if (attempt === MAX_ATTEMPTS)
          throw this.#error(
            `Axiom can't be reached at ${this.#settings.url}: ${response}. Check AXIOM_URL and your network.`,
          );
        await this.#pause(backoff(attempt));
        continue;
      }
      const { status, text, headers } = response;
      if (status < 300) return this.#parse(method, path, text);
      const isTemporary = status === 429 || status >= 500;
      if (!isTemporary || attempt === MAX_ATTEMPTS) throw this.#failure(method, path, status, text);
      await this.#pause(retryAfter(headers) ?? backoff(attempt));
    }
  }

  /** The whole response, which can also break off after its headers. */
  async #fetch(method: Method, path: string, body: object | undefined) {
    const { token, url, organizationId } = this.#settings;
    const response = await fetch(`${url}/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(organizationId !== undefined && { "x-axiom-org-id": organizationId }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // The token must not follow a redirect to another host.
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  #parse(method: Method, path: string, text: string): unknown {
    if (text.trim() === "") return undefined;
    try {
      return JSON.parse(text);
    } catch {
      const what = `${method} ${path} returned no JSON.`;
      throw this.#error(`${what} Check that AXIOM_URL is the URL of Axiom's API, such as https://api.axiom.co.`);
    }
  }

  #failure(method: Method, path: string, status: number, text: string): AxiomResponseError {
    const reason = reasonOf(text);
    const what = `${method} ${path} failed with ${status}${reason === "" ? "" : ` (${reason})`}.`;
    return new AxiomResponseError(status, this.#redact(`${what} ${nextStep(status)}`));
  }

  #error(message: string): AxiomError {
    return new AxiomError(this.#redact(message));
  }

  /** A response can repeat the request's headers. */
  #redact(text: string): string {
    return text.replaceAll(this.#settings.token, "[token]");
  }
}

function nextStep(status: number): string {
  if (status === 401) return "Set AXIOM_TOKEN to an API token that exists and hasn't expired.";
  if (status === 403) return "Give the token the permissions that docs/alerts.md lists.";
  if (status === 429) return "Axiom limits requests: run the command again in some minutes.";
  if (status >= 500) return "Axiom has a fault: see status.axiom.co, then run the command again.";
  return "Compare the request with Axiom's API reference, and fix infra/src/axiom.";
}

/** The message of an error response, in one line. */
function reasonOf(text: string): string {
  let reason = text;
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && "message" in body) reason = String(body.message);
  } catch {
    // No JSON: a proxy's page, of which the first words have to do.
  }
  return reason.replaceAll(/\s+/g, " ").trim().slice(0, MAX_REASON);
}

/** The reason why no response arrived. The code is in the cause of `fetch`'s own error. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return error.message;
}

function backoff(attempt: number): number {
  return Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
}

/** The pause that the response requires, at most 30 seconds. */
function retryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(MAX_PAUSE_MS, seconds * 1000) : undefined;
}
