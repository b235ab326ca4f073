import { expect, it } from "vitest";
import { gapsIn, type Known } from "./gaps.ts";

const entry = { types: "./dist/x.d.ts", default: "./dist/x.js" };
const manifest = {
  exports: { ".": entry, "./more": entry, "./package.json": "./package.json" },
  bin: { tool: "./t.js" },
};
const known: Known = {
  subpaths: { ".": { runsIn: ["node"], budgetKb: 1 }, "./more": { runsIn: ["node"], budgetKb: 1 } },
  commands: { tool: ["--help"] },
  programs: ["index.ts", "more.ts", "stand-in.ts"],
};

it("finds no gaps if everything exported is used", () => {
  expect(gapsIn(manifest, known)).toEqual([]);
});

it("finds exports without a budget or a program", () => {
  const exports = { ...manifest.exports, "./new": entry };
  expect(gapsIn({ ...manifest, exports }, known)).toEqual([
    "./new is exported and not in SUBPATHS",
    "./new is used by no program",
  ]);
});

it("finds removed exports and unused commands", () => {
  expect(gapsIn({ exports: { ".": entry }, bin: { other: "./o.js" } }, known)).toEqual([
    "./more is not exported",
    "other is a command and not in COMMANDS",
    "tool is no command",
  ]);
});
