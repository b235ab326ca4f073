import type { App } from "../app.ts";

/** What an isolate has gathered, and hands over a moment after an answer: for many requests at once. */
export function afterwards(app: App): Promise<void>[] {
  return [app.meter.handOver(), app.refusals.complete(app)].filter((work) => work !== undefined);
}
