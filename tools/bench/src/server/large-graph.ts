import { makeDatasetApart } from "../engine/work.ts";
import type { Result } from "../result.ts";
import { benchColdStart, quiet } from "./cold-start.ts";
import { benchImport } from "./import.ts";
import { during, newTenants, withState } from "./server.ts";
import { Tenant } from "./tenant.ts";

const SMALL = 1000;
const SERVING = 100_000;
const LARGE = 1_000_000;

/** A million tuples in workerd: imported while questions are asked, and loaded by a server that has just started. */
export async function benchLargeGraph(): Promise<Result[]> {
  return withState(async (state) => {
    const small = await makeDatasetApart(SMALL, state);
    const serving = await makeDatasetApart(SERVING, state);
    const large = await makeDatasetApart(LARGE, state);
    const { keys, imports } = await during(state, async (stack) => {
      const [smallKey = "", largeKey = ""] = await newTenants(stack, ["small", "large"]);
      const few = new Tenant(stack.url, smallKey);
      const many = new Tenant(stack.url, largeKey);
      for (const { client } of [few, many]) await client.authz.model.put({ model: large.model });
      await few.upload(small);
      await few.reload();
      const results = await benchImport(many, serving, large);
      await quiet();
      return { keys: { small: smallKey, large: largeKey }, imports: results };
    });
    const cold = benchColdStart(state, { key: keys.small, dataset: small }, { key: keys.large, dataset: large });
    return [...imports, ...(await cold)];
  });
}
