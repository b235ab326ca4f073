import { expect, it } from "vitest";
import { Alarms, type Job } from "./alarms.ts";

/** Storage as far as alarms need it, and how often one was set. */
function storage() {
  const state = { alarm: null as number | null, set: 0 };
  const setAlarm = async (at: number) => {
    state.alarm = at;
    state.set++;
  };
  // Alarms use nothing else of it.
  const stored = { setAlarm, getAlarm: async () => state.alarm } as unknown as DurableObjectStorage;
  return { state, stored };
}

const job = (due: number | undefined): Job => ({ due: () => due, run: () => {} });

it("sets the alarm for what is due first, and again only for what is due earlier", () => {
  const { state, stored } = storage();
  const jobs = [job(900), job(undefined)];
  const alarms = new Alarms(stored, jobs);
  for (let i = 0; i < 3; i++) alarms.plan();
  expect(state).toEqual({ alarm: 900, set: 1 });
  jobs.push(job(500));
  alarms.plan();
  expect(state).toEqual({ alarm: 500, set: 2 });
});

it("sets none that an object which has slept finds set, and one where it is too late or missing", async () => {
  const { state, stored } = storage();
  const woken = async (due: number) => {
    const alarms = new Alarms(stored, [job(due)]);
    await alarms.load();
    alarms.plan();
  };
  await woken(900);
  await woken(900);
  await woken(950);
  expect(state).toEqual({ alarm: 900, set: 1 });
  await woken(800);
  expect(state).toEqual({ alarm: 800, set: 2 });
});

it("runs what is due, and sets the alarm for the rest when it has rung", async () => {
  const { state, stored } = storage();
  const ran: string[] = [];
  let due: number | undefined = 100;
  const first: Job = {
    due: () => due,
    run: () => {
      ran.push("first");
      due = undefined;
    },
  };
  const alarms = new Alarms(stored, [first, job(300)]);
  alarms.plan();
  await alarms.runDue(() => 100);
  expect(ran).toEqual(["first"]);
  expect(state).toEqual({ alarm: 300, set: 2 });
});
