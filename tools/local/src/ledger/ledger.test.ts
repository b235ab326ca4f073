import { describe, expect, it } from "vitest";
import { Ledger } from "./ledger.ts";
import type { Revision } from "./log.ts";

const SIZE = 3;
const FILE = Array.from({ length: 11 }, (_, index) => ({ doc: `file-${index}`, size: 1000 }));
const IN_FILE = FILE.map(({ doc, size }) => [doc, size] as const);

/** A ledger of one write before a replacing import and two during it, and the log of all. */
function replacing(): { ledger: Ledger; log: Revision[] } {
  const ledger = new Ledger(1);
  const write = (doc: string) => ledger.begin({ kind: "write", writes: [{ doc, size: SIZE }] });
  const before = write("before");
  ledger.acknowledge(before, "2", SIZE);
  const file = ledger.begin({ kind: "import", writes: FILE, replaces: true });
  const [first, second] = [write("first"), write("second")];
  const logged = (number: number, { tag, kind, writes }: typeof file, listed = true): Revision => {
    const written = new Map(listed ? writes.map(({ doc, size }) => [doc, size]) : []);
    return { number, kind, tag, listed, written, deleted: new Map() };
  };
  return { ledger, log: [logged(2, before), logged(3, first), logged(4, second), logged(5, file, false)] };
}

describe("a replacing import", () => {
  it.each([
    ["neither", []],
    ["the newer one", [["second", SIZE]]],
    [
      "both",
      [
        ["first", SIZE],
        ["second", SIZE],
      ],
    ],
  ] as const)("keeps of two groups that were written during it: %s", (_, kept) => {
    const { ledger, log } = replacing();
    ledger.settle(log, 5, new Map([...IN_FILE, ...kept]));
    expect(ledger.problems).toEqual([]);
    expect([...ledger.graph.keys()]).toEqual(expect.arrayContaining(kept.map(([doc]) => doc)));
    expect(ledger.graph.size).toBe(FILE.length + kept.length);
  });

  it.each([
    ["a group that was written before", [["before", SIZE]], "doc:before has 3 tuples where 0 belong"],
    ["the older group alone", [["first", SIZE]], "doc:first stayed, and a newer group went."],
    ["a half of a group", [["second", 1]], "doc:second has 1 tuples where 3 belong"],
  ] as const)("must not keep %s", (_, kept, problem) => {
    const { ledger, log } = replacing();
    ledger.settle(log, 5, new Map([...IN_FILE, ...kept]));
    expect(ledger.problems).toEqual([problem]);
  });
});
