import type { World } from "./world.ts";

type TestClient = World["acme"]["client"];
type CustomerKeyInput = Parameters<TestClient["apiKeys"]["customers"]["create"]["mutate"]>[0];
type VerifyInput = Omit<Parameters<TestClient["apiKeys"]["verify"]["mutate"]>[0], "key">;

/** Creates and verifies a tenant's customer keys. */
export function customerKeysOf(client: TestClient) {
  const verify = async (key: string, request: VerifyInput = {}) =>
    await client.apiKeys.verify.mutate({ key, ...request });
  return {
    issue: async (more: Partial<CustomerKeyInput> = {}) =>
      await client.apiKeys.customers.create.mutate({ name: "customer", ...more }),
    verify,
    codeOf: async (key: string, request: VerifyInput = {}) => (await verify(key, request)).code,
  };
}
