/** The part of `node:async_hooks` that the server uses, from `nodejs_compat`. */
declare module "node:async_hooks" {
  export class AsyncLocalStorage<T> {
    run<R>(store: T, work: () => R): R;
    getStore(): T | undefined;
  }
}
