import type { LoadBalancer } from "./load-balancer.ts";

const TRPC = "/trpc/";

/** Responses of one procedure. */
export interface Responses {
  count: number;
  /** Those with a status of 400 or more. */
  failed: number;
  /** Milliseconds of each, with the wait at the front. */
  readonly milliseconds: number[];
}

/** Counts what clients received: the service's usage, audit log and statuses have to agree with it. */
export class Calls {
  readonly byProcedure = new Map<string, Responses>();
  /** Responses with a status of 500 or more, and requests without a response. At most 100 are listed. */
  readonly broken: string[] = [];
  private readonly front: LoadBalancer;

  constructor(front: LoadBalancer) {
    this.front = front;
  }

  /** A `fetch` for `createClient`. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const procedure = pathname.startsWith(TRPC) ? pathname.slice(TRPC.length) : pathname;
    const started = performance.now();
    try {
      const response = await this.front.fetch(input, init);
      this.note(procedure, response.status, performance.now() - started);
      if (response.status >= 500) this.break(`${procedure} was answered with ${response.status}`);
      return response;
    } catch (error) {
      this.break(`${procedure} had no response: ${error}`);
      throw error;
    }
  };

  /** Number of responses of some procedures; defaults to all. */
  count(isCounted: (procedure: string) => boolean = () => true): number {
    return [...this.byProcedure].reduce((sum, [name, { count }]) => sum + (isCounted(name) ? count : 0), 0);
  }

  private note(procedure: string, status: number, milliseconds: number): void {
    const responses = this.byProcedure.get(procedure) ?? { count: 0, failed: 0, milliseconds: [] };
    this.byProcedure.set(procedure, responses);
    responses.count++;
    if (status >= 400) responses.failed++;
    responses.milliseconds.push(milliseconds);
  }

  private break(problem: string): void {
    if (this.broken.length < 100) this.broken.push(problem);
  }
}
