/** What a step of a deployment was given. Throws with everything that is missing, before anything is done. */
export function given<Name extends string>(
  names: readonly Name[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => !environment[name]);
  if (missing.length > 0) {
    throw new Error(
      `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} missing. \`pulumi up\` brings them; by hand, ` +
        "run the step within `pulumi env run cf-auth/<stack> --`.",
    );
  }
  // Each of the names was found above.
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as Record<Name, string>;
}

/** Runs a step as a program: its answer on stdout, as one line of JSON; what failed, and the next step, on stderr. */
export async function runStep(step: () => Promise<unknown>): Promise<void> {
  try {
    console.log(JSON.stringify(await step()));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/** Progress, beside the answer. */
export function say(text: string): void {
  console.error(text);
}
