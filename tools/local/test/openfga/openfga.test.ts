import { afterAll, beforeAll, describe } from "vitest";
import { startTestStack, type TestStack } from "../test-stack.ts";
import { testConformanceFiles } from "./conformance-files.ts";
import { testFgaCommand } from "./fga-command.ts";
import { testSdkCalls } from "./sdk-calls.ts";

/** OpenFGA's clients against OpenFGA's API of a running stack. */

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack({ unlimited: true });
});
afterAll(async () => await stack.stop());

describe("OpenFGA's SDK", () => testSdkCalls(() => stack));
describe("the fga command", () => testFgaCommand(() => stack));
describe("OpenFGA's test files", () => testConformanceFiles(() => stack));
