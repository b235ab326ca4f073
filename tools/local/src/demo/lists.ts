import type { CfAuthClient } from "@cf-auth/client";
import type { ListQuestions } from "@cf-auth/seeds";
import { allPages } from "./pages.ts";
import type { Report } from "./report.ts";

/** Asks every list question, by pages, and compares the answers whole. */
export async function runLists(
  report: Report,
  client: CfAuthClient,
  { listObjects, listSubjects }: ListQuestions,
): Promise<void> {
  const wrong: string[] = [];
  await report.step(
    "Lists",
    async (progress) => {
      progress.of = listObjects.length + listSubjects.length;
      for (const { objects, ...question } of listObjects) {
        const found = await allPages((cursor) => client.authz.listObjects({ ...question, cursor }));
        if (!isInOrder(found, objects)) wrong.push(Object.values(question).join(" "));
        progress.done++;
      }
      for (const { object, relation, subjectType: subjectKind, subjects } of listSubjects) {
        const found = await allPages((cursor) => client.authz.listSubjects({ object, relation, subjectKind, cursor }));
        if (!isInOrder(found, subjects)) wrong.push(`${object} ${relation} ${subjectKind}`);
        progress.done++;
      }
    },
    () => {
      const verdict = wrong.length === 0 ? "all complete and equal" : `${wrong.length} differ`;
      return `${listObjects.length} of objects, ${listSubjects.length} of subjects, ${verdict}`;
    },
  );
  report.expect(wrong.length === 0, `these lists differ:\n${wrong.slice(0, 10).join("\n")}`);
}

/** Whether the found ones are just the expected ones, in byte order. */
function isInOrder(found: readonly string[], expected: readonly string[]): boolean {
  const ordered = expected.map((item) => Buffer.from(item)).sort(Buffer.compare);
  return found.length === ordered.length && ordered.every((item, i) => item.equals(Buffer.from(found[i] ?? "")));
}
