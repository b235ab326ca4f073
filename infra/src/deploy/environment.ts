/** Reads required environment variables of a deployment step. Throws an error that lists all missing ones. */
export function requiredVariables<Name extends string>(
  names: readonly Name[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => !environment[name]);
  if (missing.length > 0) {
    throw new Error(
      `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} missing. \`pulumi up\` sets them. To run the step manually, use ` +
        "`pulumi env run cf-auth/<stack> --`.",
    );
  }
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as Record<Name, string>;
}

/** Runs a step as a program. Its result goes to stdout as one line of JSON, an error and its next step to stderr. */
export async function runStep(step: () => Promise<unknown>): Promise<void> {
  try {
    console.log(JSON.stringify(await step()));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/** Prints progress to stderr, since stdout has the result. */
export function logProgress(text: string): void {
  console.error(text);
}
