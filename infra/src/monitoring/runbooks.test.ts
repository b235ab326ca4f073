import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../root.ts";
import type { Monitor } from "./monitor.ts";
import { MONITORS } from "./monitors.ts";
import { BURN_ALERTS, SLOS } from "./slos.ts";

/** Procedures without an alert of their own. */
const ROTATIONS = ["api-token", "bootstrap", "jwt-secret", "mail", "pepper", "signing-keys"].map(
  (name) => `rotate-${name}`,
);
const FOLDER = join(ROOT, "docs/operations");
const runbooks = readdirSync(FOLDER).map((name) => name.replace(/\.md$/, ""));
const page = readFileSync(join(ROOT, "docs/alerts.md"), "utf8");

/** The cells of the table rows whose first cell is code. */
const rows = page.split("\n").flatMap((line) => {
  const cells = line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "").trim());
  return line.startsWith("| `") ? [cells] : [];
});

describe("runbooks", () => {
  it("exist for each monitor and each rotation, and for nothing else", () => {
    const alerts = runbooks.filter((name) => !name.startsWith("rotate-"));
    expect(alerts.sort()).toEqual([...new Set(MONITORS.map(({ runbook }) => runbook))].sort());
    expect(runbooks.filter((name) => name.startsWith("rotate-")).sort()).toEqual(ROTATIONS);
  });

  it.each(runbooks)("%s says what it means, how to see it, what to do and when to escalate", (runbook) => {
    const text = readFileSync(join(FOLDER, `${runbook}.md`), "utf8");
    const [title = "", meaning = "", ...parts] = text.split(/\n{2,}/);
    expect(title).toMatch(/^# \w/);
    expect(meaning).toMatch(/^[A-Z\d].*\.$/);
    expect(parts.filter((part) => part.startsWith("#"))).toEqual(["## See it", "## Do", "## Escalate"]);
    expect(text.endsWith("\n\n[All alerts](../alerts.md)\n")).toBe(true);
    // A page is read in a hurry.
    expect(text.split("\n").length).toBeLessThan(40);
  });
});

it("links of runbooks and of docs/alerts.md lead to sections that exist", () => {
  const pages = ["docs/alerts.md", ...runbooks.map((name) => `docs/operations/${name}.md`)];
  const broken = pages.flatMap((name) => {
    const text = readFileSync(join(ROOT, name), "utf8");
    const links = [...text.matchAll(/\]\(([^)#]*\.md)?#([^)]+)\)/g)];
    return links.flatMap(([link, target = name.split("/").at(-1), section = ""]) => {
      const headings = readFileSync(join(ROOT, name, "..", target ?? ""), "utf8").match(/^#+ .*$/gm) ?? [];
      return headings.some((heading) => slugOf(heading) === section) ? [] : [`${name}: ${link}`];
    });
  });
  expect(broken).toEqual([]);
});

/** The anchor of a heading, as GitHub makes it. */
function slugOf(heading: string): string {
  return heading
    .replace(/^#+ /, "")
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

describe("docs/alerts.md", () => {
  it("lists each monitor with its severity, its condition and its runbook", () => {
    const alerts = MONITORS.filter(({ aggregation }) => aggregation.kind !== "burnRate");
    const link = ({ name, runbook }: Monitor) => `[\`${name}\`](operations/${runbook}.md)`;
    const listed = page.split("\n").filter((line) => line.startsWith("| [`"));
    const cells = listed.map((line) => line.split("|").map((cell) => cell.trim()));
    expect(cells.map(([, name, severity, condition]) => [name, severity, condition])).toEqual(
      alerts.map((monitor) => [link(monitor), monitor.severity, conditionOf(monitor)]),
    );
  });

  it("lists the objectives", () => {
    const objectives = SLOS.map(({ name, budget }) => [`\`${name}\``, `${Number((100 - budget * 100).toFixed(3))} %`]);
    expect(
      rows.filter(([name]) => SLOS.some((slo) => `\`${slo.name}\`` === name)).map((row) => row.slice(0, 2)),
    ).toEqual(objectives);
  });

  it("lists the burn rates with their windows", () => {
    const alerts = BURN_ALERTS.map(({ name, severity, burnRate, windowMinutes, shortWindowMinutes, spent }) => {
      return [`\`${name}\``, severity, `${burnRate}`, minutes(windowMinutes), minutes(shortWindowMinutes), spent];
    });
    expect(rows.filter(([name]) => name?.endsWith("-burn`"))).toEqual(alerts);
  });
});

/** The condition of a monitor as the page has it. */
function conditionOf({ aggregation, comparison, threshold, windowMinutes }: Monitor): string {
  const time = `in ${minutes(windowMinutes)}`;
  if (aggregation.kind === "count") return comparison === "below" ? `none ${time}` : `${threshold} ${time}`;
  if (aggregation.kind === "share") return `over ${threshold * 100} % and ${aggregation.minBad} ${time}`;
  return `over ${threshold.toLocaleString("en")} ms ${time}`;
}

function minutes(count: number): string {
  if (count < 60) return `${count} min`;
  return count % 1440 === 0 ? `${count / 1440} days` : `${count / 60} h`;
}
