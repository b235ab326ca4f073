import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

/** Resolutions that a package of ES modules doesn't support: `node10` has no exports, `node16-cjs` no `require`. */
const NOT_PROMISED = ["node10", "node16-cjs"];

/** Errors and suggestions of publint for the tarball. */
export async function packagingMessages(tarball: Uint8Array<ArrayBuffer>): Promise<string[]> {
  // A copy with its own buffer.
  const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(tarball).buffer }, strict: true });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/** Problems that are-the-types-wrong finds for a package of ES modules. */
export async function typeProblems(tarball: Uint8Array): Promise<string[]> {
  const analysis = await checkPackage(createPackageFromTarballData(tarball));
  if (analysis.types === false) return ["there are no types"];
  return analysis.problems
    .filter((problem) => !("resolutionKind" in problem) || !NOT_PROMISED.includes(problem.resolutionKind))
    .map((problem) => `${problem.kind} ${"entrypoint" in problem ? problem.entrypoint : ""}`.trim());
}
