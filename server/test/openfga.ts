import { createGraph } from "./graphs.ts";
import { send } from "./raw.ts";

/** The JSON form of a model with each kind of rewrite, a condition and a userset. */
export const MODEL = `model
  schema 1.1
type user
type team
  relations
    define member: [user, team#member]
type folder
  relations
    define viewer: [user]
type doc
  relations
    define parent: [folder]
    define owner: [user]
    define banned: [user]
    define editor: [user, team#member] or owner
    define viewer: [user, user:*, user with at_night] or editor or viewer from parent
    define reader: viewer but not banned
    define signer: owner and editor
condition at_night(hour: int) {
  hour > 21
}
`;

export const FIRST_MODEL = "00000000000000000000000001";

/** The API of a new tenant's store. */
export async function createStore(model = MODEL) {
  const { world, authz, id, key } = await createGraph(model);
  const store = id.slice("ten_".length).toUpperCase();
  const prefix = `/t/${id}/openfga`;
  const authorized = { authorization: `Bearer ${key}` };
  /** Sends a request below the prefix. A text is sent as it is. */
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = authorized,
  ): Promise<{ status: number; headers: Headers; text: string; body: unknown }> => {
    const init = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    return await send(`${prefix}${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...init,
    });
  };
  /** A call about the store: its status and its body. */
  const post = async (name: string, body: unknown) => {
    const { status, body: answer } = await call("POST", `/stores/${store}/${name}`, body);
    return [status, answer] as const;
  };
  const get = async (name: string) => {
    const { status, body: answer } = await call("GET", `/stores/${store}/${name}`);
    return [status, answer] as const;
  };
  const write = async (...facts: string[]) => await post("write", { writes: { tuple_keys: facts.map(key3) } });
  return { world, authz, id, key, store, prefix, authorized, call, post, get, write };
}

/** `user relation object`, in one text. */
export function key3(text: string) {
  const [user = "", relation = "", object = ""] = text.split(" ");
  return { user, relation, object };
}
