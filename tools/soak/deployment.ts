import { appendFileSync, cpSync } from "node:fs";
import { join } from "node:path";
import { BUNDLE } from "../local/src/build.ts";
import type { Stack } from "../local/src/stack.ts";
import type { LoadBalancer } from "./load-balancer.ts";

/** The Worker's bundle of one soak, which deployments replace. */
export class Deployment {
  readonly bundle: string;
  /** What the versions log when they are loaded. */
  readonly messages: string[] = [];

  constructor(folder: string) {
    this.bundle = join(folder, "bundle");
    cpSync(BUNDLE, this.bundle, { recursive: true });
  }

  /**
   * Replaces the running Worker by a new version, all isolates and objects at once. As on the platform, the old one completes
   * what it does: open requests, and the usage that `settle` waits for.
   */
  async replace(stack: Stack, front: LoadBalancer, settle: () => Promise<void>): Promise<void> {
    const message = `Version ${this.messages.length + 2} is loaded.`;
    const record = JSON.stringify({ level: "info", message });
    appendFileSync(join(this.bundle, "worker.js"), `\nconsole.info(${JSON.stringify(record)});\n`);
    await front.hold(async () => {
      await settle();
      await stack.reload();
    });
    this.messages.push(message);
  }
}
