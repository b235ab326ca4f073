/** A request that waits for its turn. */
type Turn = () => void;

/**
 * Stands before a stack as a load balancer does: with a number of connections, and without an error for callers while the stack
 * is replaced by another version. Requests that arrive then wait.
 */
export class LoadBalancer {
  /** Largest number of requests that waited at the same time. */
  maxWaiting = 0;
  private readonly maxOpen: number;
  private open = 0;
  private isHeld = false;
  private readonly waiting: Turn[] = [];
  /** Called when the last open request has ended. */
  private drained: (() => void) | undefined;

  constructor(maxOpen: number) {
    this.maxOpen = maxOpen;
  }

  /** As the platform's `fetch`, for `createClient`. A request is open until its body has arrived. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    await this.turn();
    try {
      const response = await globalThis.fetch(input, init);
      const body = await response.arrayBuffer();
      return new Response(body.byteLength === 0 ? null : body, response);
    } finally {
      this.end();
    }
  };

  /** Runs the work while no request is open. Later requests wait for its end. */
  async hold(work: () => Promise<void>): Promise<void> {
    this.isHeld = true;
    try {
      if (this.open > 0) {
        await new Promise<void>((resolve) => {
          this.drained = resolve;
        });
      }
      await work();
    } finally {
      this.isHeld = false;
      this.next();
    }
  }

  private async turn(): Promise<void> {
    if (!this.isHeld && this.open < this.maxOpen && this.waiting.length === 0) {
      this.open++;
      return;
    }
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      this.maxWaiting = Math.max(this.maxWaiting, this.waiting.length);
    });
  }

  private end(): void {
    this.open--;
    if (this.open === 0) this.drained?.();
    this.next();
  }

  private next(): void {
    while (!this.isHeld && this.open < this.maxOpen) {
      const turn = this.waiting.shift();
      if (turn === undefined) return;
      this.open++;
      turn();
    }
  }
}
