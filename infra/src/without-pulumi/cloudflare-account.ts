import Cloudflare from "cloudflare";

/** Permissions of the token, as Cloudflare's dashboard names them, by the part of the API that they open. */
const PERMISSIONS: readonly (readonly [path: RegExp, permission: string])[] = [
  [/\/d1\//, "D1 (edit)"],
  [/\/storage\/kv\//, "Workers KV Storage (edit)"],
  [/\/r2\//, "Workers R2 Storage (edit)"],
  [/\/workers\//, "Workers Scripts (edit)"],
  [/^\/zones/, "Zone (read)"],
];

const R2_DISABLED = 10_042;

/** A request that the token has no right to. */
export class MissingPermission extends Error {
  readonly permission: string;

  constructor(permission: string) {
    super(`The token lacks the permission ${permission}.`);
    this.permission = permission;
  }
}

/** Cloudflare's API for one account. */
export class CloudflareAccount {
  readonly id: string;
  readonly #cloud: Cloudflare;

  /** `apiToken` defaults to that of the environment. */
  constructor(id: string, apiToken?: string) {
    this.id = id;
    this.#cloud = new Cloudflare({ maxRetries: 2, ...(apiToken !== undefined && { apiToken }) });
  }

  /** The `result` of a GET below the account; undefined for 404. Throws `MissingPermission`. */
  async find(path: string): Promise<unknown> {
    return await this.#result(`/accounts/${this.id}${path}`, () => this.#cloud.get(`/accounts/${this.id}${path}`));
  }

  /** The same for any path. */
  async findAt(path: string): Promise<unknown> {
    return await this.#result(path, () => this.#cloud.get(path));
  }

  /** All items of a list. */
  async list(path: string, pick: (result: unknown) => readonly unknown[]): Promise<unknown[]> {
    const items: unknown[] = [];
    for (let page = 1; ; page++) {
      const found = pick(await this.find(`${path}?page=${page}&per_page=${PER_PAGE}`));
      items.push(...found);
      if (found.length < PER_PAGE) return items;
    }
  }

  /** Sets a secret of a Worker, which is deployed at once. */
  async putSecret(worker: string, name: string, text: string): Promise<void> {
    const path = `/accounts/${this.id}/workers/scripts/${worker}/secrets`;
    await this.#result(path, () => this.#cloud.put(path, { body: { name, text, type: "secret_text" } }));
  }

  async deleteSecret(worker: string, name: string): Promise<void> {
    const path = `/accounts/${this.id}/workers/scripts/${worker}/secrets/${name}`;
    await this.#result(path, () => this.#cloud.delete(path));
  }

  /** Rows of a query on a D1 database. */
  async query(database: string, sql: string): Promise<readonly unknown[]> {
    const path = `/accounts/${this.id}/d1/database/${database}/query`;
    const result = await this.#result(path, () => this.#cloud.post(path, { body: { sql } }));
    const [first] = Array.isArray(result) ? result : [];
    return Object(first).results ?? [];
  }

  async #result(path: string, request: () => Promise<unknown>): Promise<unknown> {
    try {
      return Object(await request()).result;
    } catch (error) {
      if (!(error instanceof Cloudflare.APIError)) throw error;
      if (error.status === 404) return undefined;
      if (error.errors.some(({ code }) => code === R2_DISABLED)) {
        throw new Error("R2 isn't enabled in the account. Enable it in Cloudflare's dashboard, then run this again.");
      }
      const permission = PERMISSIONS.find(([part]) => part.test(path))?.[1];
      if (error.status === 403 && permission !== undefined) throw new MissingPermission(permission);
      throw error;
    }
  }
}

const PER_PAGE = 100;
