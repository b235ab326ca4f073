import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseModel } from "@cf-auth/model-language";
import { expect, it } from "vitest";
import { formatModel } from "./format-model.ts";

const ROOT = join(import.meta.dirname, "../../..");
const MODELS = globSync("{seeds,tools/conformance/data}/**/*.fga", { cwd: ROOT });

it.each(MODELS)("%s means the same after formatting, and formatting twice changes nothing more", (file) => {
  const text = readFileSync(join(ROOT, file), "utf8");
  const formatted = formatModel(text);
  expect(parseModel(formatted).definition).toEqual(parseModel(text).definition);
  expect(formatModel(formatted)).toBe(formatted);
});

it("corrects indentation, spaces and blank lines, and leaves comments", () => {
  const text = `# our model
model
 schema 1.1


type user
type  team
   relations

  # people
     define member :[ user,team#member ]   # nested

     define owner: [user]
# at night
condition late(now: timestamp) {
     now.getHours() > 20 &&
       now.getHours() < 23
}`;
  expect(formatModel(text)).toBe(`# our model
model
  schema 1.1

type user

type team
  relations
    # people
    define member: [user, team#member] # nested

    define owner: [user]

# at night
condition late(now: timestamp) {
  now.getHours() > 20 &&
    now.getHours() < 23
}
`);
});
