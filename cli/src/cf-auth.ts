#!/usr/bin/env node
import { processIo } from "./io.ts";
import { requireNode } from "./require-node.ts";
import { run } from "./run.ts";

requireNode(process.versions.node);
// A reader that stops, such as `head`, isn't a failure.
process.stdout.on("error", (error) => process.exit(Object(error).code === "EPIPE" ? 0 : 1));
process.exitCode = await run(process.argv.slice(2), processIo());
