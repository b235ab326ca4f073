import { Command, Help } from "commander";
import { addAuthCommands } from "./commands/auth-commands.ts";
import { addCompletion } from "./commands/completion.ts";
import { addDeployCommand } from "./commands/deploy-command.ts";
import { addDoctorCommand } from "./commands/doctor-command.ts";
import { addDrillCommand } from "./commands/drill-command.ts";
import { addGraphCommands } from "./commands/graph-commands.ts";
import { addInitCommand } from "./commands/init-command.ts";
import { addModelCommands } from "./commands/model-commands.ts";
import { byGroup, commandAt } from "./commands/nouns.ts";
import { addOpsCommands } from "./commands/ops-commands.ts";
import { addProcedure } from "./commands/procedure-command.ts";
import type { Register } from "./commands/run-context.ts";
import { SHAPES } from "./commands/shapes.ts";
import { addStoreCommands } from "./commands/store-commands.ts";
import { addTupleCommands } from "./commands/tuple-commands.ts";
import { addWatchCommands } from "./commands/watch-commands.ts";
import { commandWords } from "./contract/command-words.ts";
import { PROCEDURES } from "./contract/contract.ts";
import { VERSION } from "./version.ts";

/** Procedures whose commands do more than to call them. */
export const OWN_COMMANDS: readonly string[] = [
  "auth.login",
  "auth.logout",
  "auth.me",
  "authz.graph.export",
  "authz.graph.import",
  "authz.model.diff",
  "authz.model.get",
  "authz.model.put",
  "authz.model.validate",
  "authz.write",
];

/** The whole command line. `register` says how actions run. */
export function createProgram(register: Register): Command {
  const program = new Command("cf-auth")
    .description("Sign-in and permissions for multi-tenant products.")
    .version(VERSION, "-V, --version", "Print the version.")
    .helpOption("-h, --help", "Print the help of a command.")
    .helpCommand(false)
    .option("--profile <name>", "Profile of the stored credentials. Defaults to CF_AUTH_PROFILE, or else `default`.")
    .option("--url <url>", "URL of the service. Defaults to CF_AUTH_URL, or else the profile's.")
    .option("--tenant <tenant>", "The tenant's id or slug. Defaults to CF_AUTH_TENANT, or else the profile's.")
    .option("--json", "Print the result as JSON.")
    .configureHelp({ showGlobalOptions: true, visibleCommands: orderedCommands });
  const at = (words: string) => commandAt(program, words.split(" "));
  addAuthCommands(at, register);
  addTupleCommands(at, register);
  addGraphCommands(at, register);
  addModelCommands(at, register);
  addStoreCommands(at, register);
  addWatchCommands(at, register);
  addInitCommand(at, register);
  addDoctorCommand(at, register);
  addDeployCommand(at, register);
  addOpsCommands(at, register);
  addDrillCommand(at, register);
  for (const { path } of PROCEDURES) {
    if (OWN_COMMANDS.includes(path)) continue;
    addProcedure(commandAt(program, commandWords(path)), path, register, SHAPES[path]);
  }
  addCompletion(program);
  return program;
}

function orderedCommands(command: Command): Command[] {
  const visible = new Help().visibleCommands(command);
  return command.parent === null ? visible.toSorted(byGroup) : visible;
}
