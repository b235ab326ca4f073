import { readdirSync, readFileSync } from "node:fs";

/** The kernel counts CPU time in these, whatever the machine. */
const TICK_MS = 10;

/** CPU time that the workerds which this process has started have used, in milliseconds; NaN where there is no /proc. */
export function cpuMilliseconds(): number {
  try {
    const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return processes.map(statOf).reduce((sum, stat) => sum + (isOurs(stat) ? ticksOf(stat) * TICK_MS : 0), 0);
  } catch {
    return Number.NaN;
  }
}

/** Fields of proc(5) from the third on; the second is the name, which may have spaces. */
function statOf(pid: string): { name: string; fields: string[] } {
  try {
    const [, name = "", rest = ""] = /\((.*)\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return { name, fields: rest.split(" ") };
  } catch {
    // It has ended meanwhile.
    return { name: "", fields: [] };
  }
}

function isOurs({ name, fields }: ReturnType<typeof statOf>): boolean {
  return name === "workerd" && Number(fields[1]) === process.pid;
}

function ticksOf({ fields }: ReturnType<typeof statOf>): number {
  return Number(fields[11]) + Number(fields[12]);
}
