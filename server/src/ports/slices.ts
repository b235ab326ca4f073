/**
 * Runs long work in slices, and lets other requests run between them. The work yields its steps since the last yield; a slice
 * ends with the step that reaches its size. Steps measure work, because a deployed Worker's clock stands still while it
 * computes. `report` receives the steps.
 */
export async function runInSlices<Result>(
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
