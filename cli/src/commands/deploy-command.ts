import { spawn } from "node:child_process";
import { join } from "node:path";
import { EXIT, type ExitCode } from "../cli-error.ts";
import { DEPLOY_PROGRAM, findRepository } from "../deploy/find-repository.ts";
import { isMissing, notInstalled } from "../deploy/run-program.ts";
import type { AddCommand } from "./nouns.ts";
import type { Register, RunContext } from "./run-context.ts";

export function addDeployCommand(at: AddCommand, register: Register): void {
  const deploy = at("deploy")
    .description("Deploy to a Cloudflare account from a clone of the repository. --help lists its options.")
    .argument("[args...]", "Stack and options of `npm run deploy`.")
    // The program of the clone knows its options.
    .allowUnknownOption()
    .helpOption(false);
  register(deploy, async (context) => await runDeploy(deploy.args, context));
}

/** Runs the program of the clone on this terminal, with the clone's Node. */
async function runDeploy(args: readonly string[], { io }: RunContext): Promise<ExitCode> {
  const repository = findRepository(io.cwd);
  const node = join(repository, "node_modules/.bin/node");
  const child = spawn(node, [join(repository, DEPLOY_PROGRAM), ...args], {
    cwd: io.cwd,
    env: { ...io.env, INIT_CWD: io.cwd },
    stdio: "inherit",
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", (error) => reject(isMissing(error) ? notInstalled(repository) : error));
    child.on("close", resolve);
  });
  if (code === EXIT.ok) return EXIT.ok;
  return code === EXIT.usage ? EXIT.usage : EXIT.failed;
}
