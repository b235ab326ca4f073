export type { ServiceBinding } from "./worker/binding.ts";
export { createRpcClient, type RpcClientOptions } from "./worker/rpc-client.ts";
export type { RpcRequest, RpcResponse } from "./worker/rpc-transport.ts";
export { createWorkerClient, type WorkerClientOptions } from "./worker/worker-client.ts";
