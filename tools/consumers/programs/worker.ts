import {
  createRpcClient,
  createWorkerClient,
  type RpcClientOptions,
  type RpcRequest,
  type RpcResponse,
  type ServiceBinding,
  type WorkerClientOptions,
} from "@cf-auth/client/worker";
import { standIn } from "./stand-in.ts";

/** A binding to a service that has both a `fetch` and the entrypoint's method. */
export async function run() {
  const { fetch } = standIn({ "authz.check": { allowed: true, revision: "7" } });
  const called: string[] = [];
  const call = async ({ path }: RpcRequest): Promise<RpcResponse> => {
    called.push(path);
    return { ok: true, data: { allowed: false, revision: "8" } };
  };
  const binding: ServiceBinding & { call: typeof call } = { fetch, call };
  const overFetch: WorkerClientOptions = { binding, url: "https://auth.example.com", key: "sk_test_x" };
  const overRpc: RpcClientOptions = { entrypoint: binding, key: "sk_test_x" };
  const question = { subject: "user:anne", relation: "read", object: "repo:api" };
  const { allowed } = await createWorkerClient(overFetch).authz.check(question);
  const direct = await createRpcClient(overRpc).authz.check(question);
  return { allowed: [allowed, direct.allowed], called };
}

export const sees: Awaited<ReturnType<typeof run>> = { allowed: [true, false], called: ["authz.check"] };
