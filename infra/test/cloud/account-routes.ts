import { ApiError, ResultPage, type Route } from "./requests.ts";
import type { Binding, Version } from "./version.ts";

/** What the account has, and how it changes. */
export interface AccountState {
  readonly databaseId: string;
  readonly namespaces: ReadonlySet<string>;
  readonly buckets: ReadonlySet<string>;
  /** The version that has all traffic. */
  readonly present: Version | undefined;
  makeNamespace(title: string): string;
  makeBucket(name: string): void;
  upload(version: Omit<Version, "id">): Promise<string>;
}

const SUBDOMAIN = "example";

/** Routes that create what a deployment without Pulumi needs in an empty account, and list it. */
export function accountRoutes(account: string, zone: string, state: AccountState): Record<string, Route> {
  const own = `/accounts/${account}`;
  const script = `${own}/workers/scripts/:name`;
  const databases: string[] = [];
  const lifecycles = new Map<string, unknown>();
  const present = (): Version => {
    if (state.present === undefined)
      throw new ApiError(404, "This Worker does not exist on your account.", true, 10_007);
    return state.present;
  };
  /** A changed secret is a version of its own. */
  const withSecret = async (name: string, secret?: Binding) => {
    const { id: _, bindings, ...version } = present();
    const others = bindings.filter((binding) => binding.name !== name);
    if (secret === undefined && others.length === bindings.length) throw new ApiError(400, `There is no ${name}.`);
    await state.upload({ ...version, bindings: [...others, ...(secret === undefined ? [] : [secret])] });
    return { name, type: "secret_text" };
  };
  return {
    [`GET ${own}/d1/database`]: ({ query }) =>
      page(
        databases.map((name) => ({ uuid: state.databaseId, name, version: "production" })),
        query,
      ),
    [`POST ${own}/d1/database`]: ({ body }) => {
      const { name } = JSON.parse(body.toString());
      if (databases.length > 0) throw new ApiError(400, "The stand-in has one database.");
      databases.push(name);
      return { uuid: state.databaseId, name, version: "production", created_in_region: "WEUR" };
    },
    [`GET ${own}/storage/kv/namespaces`]: ({ query }) =>
      page(
        [...state.namespaces].map((title) => ({ id: title, title })),
        query,
      ),
    [`POST ${own}/storage/kv/namespaces`]: ({ body }) => {
      const { title } = JSON.parse(body.toString());
      if (state.namespaces.has(title)) throw new ApiError(400, `A namespace has the title ${title} already.`);
      return { id: state.makeNamespace(title), title };
    },
    [`GET ${own}/r2/buckets`]: () => ({ buckets: [...state.buckets].map((name) => ({ name })) }),
    [`POST ${own}/r2/buckets`]: ({ body }) => {
      const { name } = JSON.parse(body.toString());
      if (state.buckets.has(name)) throw new ApiError(400, `The bucket ${name} exists already.`);
      state.makeBucket(name);
      return { name };
    },
    [`GET ${own}/r2/buckets/:bucket/lifecycle`]: (_, bucket = "") => lifecycles.get(bucket) ?? { rules: [] },
    [`PUT ${own}/r2/buckets/:bucket/lifecycle`]: ({ body }, bucket = "") => {
      lifecycles.set(bucket, JSON.parse(body.toString()));
      return {};
    },
    [`GET ${script}/secrets`]: () =>
      present()
        .bindings.filter(({ type }) => type === "secret_text")
        .map(({ name, type }) => ({ name, type })),
    [`PUT ${script}/secrets`]: async ({ body }) => {
      const { name, text, type } = JSON.parse(body.toString());
      return await withSecret(name, { type, name, text });
    },
    [`DELETE ${script}/secrets/:secret`]: async (_, _name, secret = "") => await withSecret(secret),
    [`GET ${script}/settings`]: () => ({
      bindings: present().bindings.map(({ type, name, text }) => ({
        type,
        name,
        ...(type === "plain_text" && { text }),
      })),
      tags: [],
    }),
    [`GET ${own}/workers/subdomain`]: () => ({ subdomain: SUBDOMAIN }),
    [`POST ${script}/domains/changeset`]: () => ({ added: [], removed: [], updated: [], conflicting: [] }),
    [`PUT ${script}/domains/records`]: () => ({}),
    [`PUT ${script}/schedules`]: () => ({}),
    "GET /zones": ({ query }) => page(query.get("name") === zone ? [{ id: "zone", name: zone }] : [], query),
  };
}

function page(all: readonly unknown[], query: URLSearchParams): ResultPage {
  const [number, size] = [Number(query.get("page") ?? 1), Number(query.get("per_page") ?? 20)];
  const items = all.slice((number - 1) * size, number * size);
  return new ResultPage(items, { page: number, per_page: size, count: items.length, total_count: all.length });
}
