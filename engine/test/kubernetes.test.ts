import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileModel, Engine, formatCsv, parseCsv, parseTuple } from "../src/index.ts";
import { definitionOf } from "./model.ts";

/** Permissions of a real organisation, with expected results that were computed without any engine. */
const seed = (name: string) => readFileSync(new URL(`../../seeds/kubernetes-org/${name}`, import.meta.url), "utf8");

const csv = seed("graph.csv");
const graph = parseCsv(csv);
const engine = new Engine(compileModel(definitionOf(seed("model.fga").replace(/^model\n.*\n/, ""))), graph);
const checks = seed("checks.csv")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","));

interface Lists {
  readonly listObjects: { subject: string; relation: string; objectType: string; objects: string[] }[];
  readonly listSubjects: { object: string; relation: string; subjectType: string; subjects: string[] }[];
}
const lists: Lists = JSON.parse(seed("lists.json"));

describe("the permissions of the Kubernetes organisations", () => {
  it("have 7,624 tuples, which are exported as they were imported", () => {
    expect(graph.size).toBe(7624);
    expect(formatCsv(graph.tuples())).toBe(csv);
  });

  it("give all 3,203 checks the right result", () => {
    expect(checks).toHaveLength(3203);
    const wrong = checks.filter(([s = "", r = "", o = "", allowed]) => `${engine.check(s, r, o).allowed}` !== allowed);
    expect(wrong).toEqual([]);
  });

  it("have a valid proof for every allowed check, and none for a denied one", () => {
    const proved = ([s = "", r = "", o = ""]: readonly string[]) => {
      const proof = engine.prove(s, r, o);
      return proof !== undefined && engine.verify(proof).valid;
    };
    expect(checks.filter((check) => `${proved(check)}` !== check[3])).toEqual([]);
  });

  it("have a remedy for every denied check that would allow it", () => {
    const noes = checks.filter(([, , , allowed]) => allowed === "false");
    const helped = ([s = "", r = "", o = ""]: readonly string[]) => {
      const [remedy] = engine.remedies(s, r, o);
      if (remedy === undefined) return false;
      const add = remedy.add.map(parseTuple);
      return graph.withChanges(
        { add, remove: remedy.remove.map(parseTuple) },
        () => engine.check(s, r, o).allowed === true,
      );
    };
    expect(noes.length).toBeGreaterThan(1000);
    expect(noes.filter((check) => !helped(check))).toEqual([]);
  });

  it("list objects and subjects completely", () => {
    for (const { subject, relation, objectType, objects } of lists.listObjects) {
      expect(engine.listObjects(subject, relation, objectType, { limit: 10_000 }).items).toEqual([...objects].sort());
    }
    for (const { object, relation, subjectType, subjects } of lists.listSubjects) {
      expect(engine.listSubjects(object, relation, subjectType, { limit: 10_000 }).items).toEqual([...subjects].sort());
    }
  });
});
