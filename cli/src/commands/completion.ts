import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { groupOf } from "./nouns.ts";

const NAME = "completion";

/** Adds `completion SHELL`, and the hidden command that the shell's script calls. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: NAME });
  program.commands
    .find((command) => command.name() === NAME)
    ?.description("Print the script that completes commands in your shell.")
    .helpGroup(groupOf(NAME));
}
