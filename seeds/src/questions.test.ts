import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readChecks, readLists } from "./questions.ts";
import { seeds } from "./seed.ts";

const folder = mkdtempSync(join(tmpdir(), "questions-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, "file");
  writeFileSync(path, text);
  return path;
}

it("the seed's questions are all there", () => {
  expect(readChecks(seeds.kubernetes.checks)).toHaveLength(3203);
  const lists = readLists(seeds.kubernetes.lists);
  expect([lists.listObjects.length, lists.listSubjects.length]).toEqual([45, 15]);
});

describe("checks of another form are refused, by line", () => {
  it.each([
    ["no header", "user:a,r,doc:1,true\n", "the first line has to be"],
    ["another answer", "subject,relation,object,allowed\nuser:a,r,doc:1,true\nuser:a,r,doc:1,maybe\n", "line 3"],
    ["a field too few", "subject,relation,object,allowed\nuser:a,r,true\n", "line 2"],
    ["a field too many", "subject,relation,object,allowed\nuser:a,r,doc:1,true,x\n", "line 2"],
  ])("%s", (_, text, message) => {
    expect(() => readChecks(file(text))).toThrow(message);
  });

  it("CRLF and blank lines are fine", () => {
    const checks = readChecks(file("subject,relation,object,allowed\r\nuser:a,r,doc:1,false\r\n\r\n"));
    expect(checks).toEqual([{ subject: "user:a", relation: "r", object: "doc:1", allowed: false }]);
  });
});

describe("lists of another form are refused", () => {
  it.each([
    "[]",
    "null",
    '{"listObjects":[{"subject":"user:a"}]}',
    '{"listSubjects":[{"object":"doc:1","relation":"r","subjectType":"user"}]}',
  ])("%s", (text) => {
    if (text === "[]") expect(readLists(file(text))).toEqual({ listObjects: [], listSubjects: [] });
    else expect(() => readLists(file(text))).toThrow();
  });
});
