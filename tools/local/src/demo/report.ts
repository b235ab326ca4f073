import { duration, type Progress, withProgress } from "../progress.ts";

/** What the demo says on stdout, and what was wrong. */
export class Report {
  readonly problems: string[] = [];
  private part = 0;

  heading(title: string): void {
    console.log(`\n${this.part++}. ${title}`);
  }

  /** Does one thing; says its result, as `say` puts it, and its time. */
  async step<T>(
    label: string,
    work: (progress: Progress) => Promise<T>,
    say: (result: T) => string = () => "",
  ): Promise<T> {
    const started = performance.now();
    const result = await withProgress(label, work);
    const text = say(result);
    const line = `   ${label}${text === "" ? "" : `: ${text}`}`;
    console.log(`${line.padEnd(92)} ${duration(performance.now() - started).padStart(8)}`);
    return result;
  }

  /** Says something besides. */
  note(text: string): void {
    for (const line of text.split("\n")) console.log(`      ${line}`);
  }

  /** Remembers what is wrong unless the condition holds. */
  expect(condition: boolean, problem: string): void {
    if (condition) return;
    this.problems.push(problem);
    console.log(`   WRONG: ${problem}`);
  }
}
