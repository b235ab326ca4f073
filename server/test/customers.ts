import type { World } from "./world.ts";

type Client = World["acme"]["client"];
type Wanted = Parameters<Client["apiKeys"]["customers"]["create"]["mutate"]>[0];
type Asked = Omit<Parameters<Client["apiKeys"]["verify"]["mutate"]>[0], "key">;

/** A tenant that issues keys to its customers and asks about them. */
export function guarding(client: Client) {
  const verify = async (key: string, asked: Asked = {}) => await client.apiKeys.verify.mutate({ key, ...asked });
  return {
    issue: async (more: Partial<Wanted> = {}) =>
      await client.apiKeys.customers.create.mutate({ name: "customer", ...more }),
    verify,
    codeOf: async (key: string, asked: Asked = {}) => (await verify(key, asked)).code,
  };
}
