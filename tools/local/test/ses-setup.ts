import type { TestProject } from "vitest/node";
import { SES_CREDENTIALS, startSes } from "./ses-server.ts";

/** A mail service on this machine for the server's tests, which run in workerd and cannot start one. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startSes();
  project.provide("ses", { ...SES_CREDENTIALS, endpoint: url });
  return stop;
}

declare module "vitest" {
  interface ProvidedContext {
    ses: { region: string; accessKeyId: string; secretAccessKey: string; endpoint: string };
  }
}
