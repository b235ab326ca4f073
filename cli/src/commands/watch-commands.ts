import type { LiveEvent } from "@cf-auth/client";
import { InvalidArgumentError } from "commander";
import { followChanges, type GraphChange } from "../graph/follow-changes.ts";
import { printable } from "../output/printable.ts";
import type { AddCommand } from "./nouns.ts";
import type { Register } from "./run-context.ts";

export function addWatchCommands(at: AddCommand, register: Register): void {
  const watch = at("watch")
    .description("Follows the graph's changes until Ctrl-C, a line each.")
    .option("--after <revision>", "Revision after which to begin. Defaults to the newest.")
    .addHelpText("after", "\nRoute: GET /authz/changes");
  register(watch, async (context) => {
    const { io, output, options } = context;
    const after = typeof options.after === "string" ? options.after : undefined;
    for await (const change of followChanges(context.connect(), io, after)) {
      if (output.isJson) output.line(change, "");
      else for (const line of linesOf(change)) output.line(change, printable(line));
    }
    return undefined;
  });

  const follow = at("events follow")
    .description("Follows the tenant's events until Ctrl-C, a line each.")
    .option("--after <seq>", "seq of the last event that you received. Defaults to now.", parseSeq)
    .option("--event <name>", "An event, or a prefix such as auth. for all events of auth. Defaults to all.")
    .addHelpText("after", "\nProcedure: events.ticket, then a WebSocket");
  register(follow, async (context) => {
    const { io, output, options } = context;
    const { after, event } = options;
    const events = context.connect().client.events.follow({
      signal: io.signal,
      after: typeof after === "number" ? after : undefined,
      event: typeof event === "string" ? event : undefined,
    });
    for await (const live of events) output.line(live, printable(eventText(live)));
    return undefined;
  });
}

function linesOf({ revision, kind, writes, deletes }: GraphChange): string[] {
  const signed = (sign: string, tuples: GraphChange["writes"]) => (tuples ?? []).map((tuple) => [sign, tuple] as const);
  const tuples = [...signed("+", writes), ...signed("-", deletes)];
  if (tuples.length === 0) return [`${revision}  ${kind}`];
  return tuples.map(([sign, { subject, relation, object }]) => `${revision}  ${sign} ${subject} ${relation} ${object}`);
}

function eventText({ seq, at, event, outcome, actor, subject, alert }: LiveEvent): string {
  const parts = [
    `${seq}`,
    at.toISOString(),
    event,
    outcome,
    `by ${actor}`,
    subject && `on ${subject}`,
    alert && "alert",
  ];
  return parts.filter(Boolean).join("  ");
}

function parseSeq(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It isn't a whole number.");
  return Number(text);
}
