import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { Process } from "./process.ts";

const folder = mkdtempSync(join(tmpdir(), "cf-auth-questions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it("asks questions of one's own, on a model and graph of one's own, and fails naming each wrong answer", async () => {
  const model = file("model.fga", "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user]\n");
  const graph = file(
    "graph.csv",
    "subject_type,subject_id,subject_relation,relation,object_type,object_id\nuser,anne,,reader,doc,1\n",
  );
  const checks = file(
    "checks.csv",
    "subject,relation,object,allowed\nuser:anne,reader,doc:1,true\nuser:bob,reader,doc:1,true\n",
  );
  const lists = file(
    "lists.json",
    JSON.stringify({ listObjects: [{ subject: "user:anne", relation: "reader", objectType: "doc", objects: [] }] }),
  );
  const args = ["--model", model, "--graph", graph, "--checks", checks, "--lists", lists];
  const demo = new Process("tools/local/src/demo/main.ts", args);
  expect(await demo.end()).toBe(1);
  expect(demo.stdout).toContain("1 of 2 right");
  expect(demo.stdout).toContain("user:bob reader doc:1: false, not true");
  expect(demo.stdout).toContain("user:anne reader doc");
  rmSync(/the state is kept in (\S+):/.exec(demo.stdout)?.[1] ?? folder, { recursive: true, force: true });
});

it("says what is wrong with a file before it starts anything", async () => {
  const demo = new Process("tools/local/src/demo/main.ts", ["--checks", file("bad.csv", "nonsense\n")]);
  expect(await demo.end()).toBe(1);
  expect(demo.stderr).toContain("the first line has to be subject,relation,object,allowed");
});
