import { buildWorker } from "@cf-auth/local/build";

/** Builds the Worker, since the tests deploy the built one. */
export default async function setup(): Promise<void> {
  await buildWorker();
}
