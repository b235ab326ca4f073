import { buildWorker } from "@cf-auth/local/build";

/** What is deployed is the built Worker, so it is built before anything is tried. */
export default async function setup(): Promise<void> {
  await buildWorker();
}
