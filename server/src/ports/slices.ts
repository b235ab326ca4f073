/**
 * Does long work in slices, and lets other requests go first between them. The work yields how many steps it has done since
 * the last time; a slice ends with the step that reaches its size. Steps count work: a deployed Worker's
 * clock stands still while it computes. `report` is told of the steps.
 */
export async function inSlices<Result>(
  work: Generator<number, Result>,
  stepsPerSlice: number,
  pause: () => Promise<void>,
  report: (steps: number) => void = () => undefined,
): Promise<Result> {
  let steps = 0;
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value;
    report(step.value);
    steps += step.value;
    if (steps < stepsPerSlice) continue;
    steps = 0;
    await pause();
  }
}
