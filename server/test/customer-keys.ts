import type { World } from "./world.ts";

type Client = World["acme"]["client"];
type CustomerKeyInput = Parameters<Client["apiKeys"]["customers"]["create"]["mutate"]>[0];
type VerifyInput = Omit<Parameters<Client["apiKeys"]["verify"]["mutate"]>[0], "key">;

/** A tenant that issues keys to its customers and asks about them. */
export function customerKeysOf(client: Client) {
  const verify = async (key: string, asked: VerifyInput = {}) => await client.apiKeys.verify.mutate({ key, ...asked });
  return {
    issue: async (more: Partial<CustomerKeyInput> = {}) =>
      await client.apiKeys.customers.create.mutate({ name: "customer", ...more }),
    verify,
    codeOf: async (key: string, asked: VerifyInput = {}) => (await verify(key, asked)).code,
  };
}
