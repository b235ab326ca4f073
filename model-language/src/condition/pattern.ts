import { RE2JS } from "re2js";
import { CHARACTERS_PER_UNIT } from "../limits.ts";
import { remember } from "../values/remember.ts";
import type { Meter } from "./meter.ts";

/** Measured: a step of the slowest matching is about a tenth of a unit, compiling an instruction about ten. */
const STEPS_PER_UNIT = 100;
const UNITS_PER_INSTRUCTION = 10;

/**
 * CEL's `matches`: whether the pattern is found anywhere in the text, in linear time.
 * Throws where the pattern is malformed. Source of the syntax: https://github.com/google/re2/wiki/Syntax
 */
export function matcher(meter: Meter): (text: string, pattern: string) => boolean {
  const compiled = remember((source) => {
    meter.spend(source.length / CHARACTERS_PER_UNIT);
    const pattern = RE2JS.compile(source);
    meter.spend(pattern.programSize() * UNITS_PER_INSTRUCTION);
    return pattern;
  });
  return (text, source) => {
    const pattern = compiled(source);
    meter.spend((text.length * pattern.programSize()) / STEPS_PER_UNIT);
    return pattern.test(text);
  };
}
