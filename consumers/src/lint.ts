import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

/** What a package of ES modules does not promise: `node10` knows no exports, and `node16-cjs` leaves `require` out. */
const NOT_PROMISED = ["node10", "node16-cjs"];

/** What publint finds wrong in the tarball, and what it would rather have. */
export async function packagingMessages(tarball: Uint8Array<ArrayBuffer>): Promise<string[]> {
  // A copy that has its buffer to itself.
  const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(tarball).buffer }, strict: true });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/** Where "are the types wrong?" finds that types do not fit what is imported, as for packages of ES modules only. */
export async function typeProblems(tarball: Uint8Array): Promise<string[]> {
  const analysis = await checkPackage(createPackageFromTarballData(tarball));
  if (analysis.types === false) return ["there are no types"];
  return analysis.problems
    .filter((problem) => !("resolutionKind" in problem) || !NOT_PROMISED.includes(problem.resolutionKind))
    .map((problem) => `${problem.kind} ${"entrypoint" in problem ? problem.entrypoint : ""}`.trim());
}
