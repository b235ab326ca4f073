import type { ModelDefinition } from "@cf-auth/engine";
import type { Assertion, TupleText } from "../suite.ts";

/** Tuples in one write, at most as many as OpenFGA's server takes. */
const MAX_WRITTEN = 50;
const PAGE = 100;
/** Times that a request is sent again after a refusal that names a wait. */
const MAX_WAITS = 20;

/** Result of a query over HTTP. */
export type HttpResult =
  | { readonly kind: "allowed"; readonly allowed: boolean }
  | { readonly kind: "listed"; readonly items: readonly string[] }
  | { readonly kind: "error"; readonly code: string; readonly message: string };

/** A user as OpenFGA's lists have it. */
interface User {
  readonly object?: { readonly type: string; readonly id: string };
  readonly userset?: { readonly type: string; readonly id: string; readonly relation: string };
  readonly wildcard?: { readonly type: string };
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A store behind OpenFGA's HTTP API. */
export class OpenFgaApi {
  private readonly url: string;
  private readonly key: string;
  private store = "";

  /** `url` is what OpenFGA's clients call the API URL. */
  constructor(url: string, key: string) {
    this.url = url.replace(/\/+$/, "");
    this.key = key;
  }

  /** Opens the caller's store. Throws if it has tuples: they would be deleted. */
  async open(): Promise<void> {
    const { stores } = (await this.expected("GET", "/stores")) as { stores: { id: string }[] };
    const [first] = stores;
    if (first === undefined) throw new Error(`${this.url} has no store that the key may use.`);
    this.store = first.id;
    const { tuples } = await this.readPage(1);
    if (tuples.length > 0)
      throw new Error("The store has tuples, which the tests would delete. Use a tenant of its own.");
  }

  async putModel(definition: ModelDefinition): Promise<void> {
    await this.expected("POST", `/stores/${this.store}/authorization-models`, definition);
  }

  async write(tuples: readonly TupleText[]): Promise<void> {
    for (let i = 0; i < tuples.length; i += MAX_WRITTEN) {
      const writes = { tuple_keys: tuples.slice(i, i + MAX_WRITTEN), on_duplicate: "ignore" };
      await this.expected("POST", `/stores/${this.store}/write`, { writes });
    }
  }

  /** Deletes all tuples. */
  async clear(): Promise<void> {
    for (;;) {
      const { tuples } = await this.readPage(PAGE);
      if (tuples.length === 0) return;
      await this.expected("POST", `/stores/${this.store}/write`, { deletes: { tuple_keys: tuples } });
    }
  }

  /** Runs the query of an assertion. */
  async query(assertion: Assertion): Promise<HttpResult> {
    const { relation, context, tuples } = assertion;
    const more = { ...(context && { context }) };
    const contextual = { contextual_tuples: { tuple_keys: tuples } };
    switch (assertion.kind) {
      case "check": {
        const tuple_key = { user: assertion.subject, relation, object: assertion.object };
        const { status, body } = await this.post("check", { tuple_key, ...contextual, ...more });
        return status === 200 ? { kind: "allowed", allowed: body.allowed as boolean } : refusal(body);
      }
      case "listObjects": {
        const request = { user: assertion.subject, relation, type: assertion.type };
        const { status, body } = await this.post("list-objects", { ...request, ...contextual, ...more });
        return status === 200 ? { kind: "listed", items: body.objects as string[] } : refusal(body);
      }
      case "listUsers": {
        const [type, member] = assertion.filter.split("#");
        const colon = assertion.object.indexOf(":");
        const object = { type: assertion.object.slice(0, colon), id: assertion.object.slice(colon + 1) };
        const user_filters = [{ type, ...(member && { relation: member }) }];
        const request = { object, relation, user_filters, contextual_tuples: tuples, ...more };
        const { status, body } = await this.post("list-users", request);
        return status === 200 ? { kind: "listed", items: (body.users as User[]).map(userText) } : refusal(body);
      }
    }
  }

  private async readPage(size: number): Promise<{ tuples: unknown[] }> {
    return (await this.expected("POST", `/stores/${this.store}/read`, { page_size: size })) as { tuples: unknown[] };
  }

  private async post(name: string, body: unknown): Promise<Answer> {
    return await this.send("POST", `/stores/${this.store}/${name}`, body);
  }

  /** Throws for an answer that is an error. */
  private async expected(method: string, path: string, body?: unknown): Promise<unknown> {
    const { status, body: answer } = await this.send(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }

  private async send(method: string, path: string, body?: unknown): Promise<Answer> {
    for (let waits = 0; ; waits++) {
      const response = await fetch(`${this.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${this.key}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const seconds = Number(response.headers.get("retry-after") ?? 0);
      if (seconds === 0 || waits === MAX_WAITS) {
        return { status: response.status, body: (await response.json()) as Answer["body"] };
      }
      await response.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
}

function refusal({ code, message }: Answer["body"]): HttpResult {
  return { kind: "error", code: `${code}`, message: `${message}` };
}

function userText({ object, userset, wildcard }: User): string {
  if (object) return `${object.type}:${object.id}`;
  if (userset) return `${userset.type}:${userset.id}#${userset.relation}`;
  return `${wildcard?.type}:*`;
}
