#!/usr/bin/env node
import { generate } from "./codegen/generate.ts";

const { code, data, words } = generate(process.argv.slice(2));
process.stdout.write(data);
process.stderr.write(words);
process.exitCode = code;
