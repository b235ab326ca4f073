import type { Command } from "commander";
import { EXIT, type ExitCode } from "../cli-error.ts";
import type { Io } from "../io.ts";
import { Output } from "../output/output.ts";
import { type Access, type Connection, connect } from "../profile/connection.ts";
import { type GlobalOptions, type Settings, settingsOf } from "../profile/settings.ts";

/** What the action of a command works with. */
export interface RunContext {
  readonly io: Io;
  readonly output: Output;
  readonly settings: Settings;
  /** Values of the options, also of the global ones. */
  readonly options: Readonly<Record<string, unknown>>;
  connect(): Connection;
  /** Connects with other settings than those of the command, or without its session. */
  connectWith(settings: Settings, access?: Access): Connection;
}

type Action = (context: RunContext, ...args: (string | string[] | undefined)[]) => Promise<ExitCode | undefined>;

/** Registers what a command does. Its exit code defaults to 0. */
export type Register = (command: Command, action: Action) => void;

/** `onExit` receives the exit code of the command that ran. */
export function registering(io: Io, onExit: (code: ExitCode) => void): Register {
  return (command, action) => {
    command.action(async () => {
      const options: GlobalOptions & Readonly<Record<string, unknown>> = command.optsWithGlobals();
      const output = new Output(io, options.json === true);
      let settings: Settings | undefined;
      const context: RunContext = {
        io,
        output,
        // Commands that call no service read no file of settings.
        get settings() {
          settings ??= settingsOf(options, io);
          return settings;
        },
        options,
        connect: () => connect(context.settings, io),
        connectWith: (other, access) => connect(other, io, access),
      };
      onExit((await action(context, ...command.processedArgs)) ?? EXIT.ok);
    });
  };
}
