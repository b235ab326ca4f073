import { expect, it } from "vitest";
import { registeredIn } from "../../test/stacks.ts";
import { readWorkerConfig } from "../worker/config.ts";
import { namesOf } from "./names.ts";

it.each(["dev", "staging", "production"])("names everything as Pulumi does, so that %s can adopt it", async (stack) => {
  const graph = await registeredIn(stack);
  const named = (type: string, key: string) =>
    graph.filter((one) => one.type === `cloudflare:index/${type}`).map(({ props }) => String(props[key]));
  const { worker, database, bucket, namespaces } = namesOf(stack, readWorkerConfig(stack));
  expect(named("worker:Worker", "name")).toEqual([worker]);
  expect(named("d1Database:D1Database", "name")).toEqual([database]);
  expect(named("r2Bucket:R2Bucket", "name")).toEqual([bucket]);
  expect(named("workersKvNamespace:WorkersKvNamespace", "title").sort()).toEqual([...namespaces.values()].sort());
});
