import { describe, expect, it } from "vitest";
import { messagesOf, resource, WORKER } from "../../test/policy-cases.ts";
import { sideDoors } from "./side-doors.ts";

const SUBDOMAIN = "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain";
const open = (path: string) => `It may be reached at workers.dev: set ${path} to false.`;

describe.each(["staging", "production"])("in %s", (stack) => {
  it.each([
    [WORKER, { subdomain: { enabled: true, previewsEnabled: false } }, ["subdomain.enabled"]],
    [WORKER, { subdomain: { enabled: false, previewsEnabled: true } }, ["subdomain.previewsEnabled"]],
    [WORKER, { subdomain: { enabled: false } }, ["subdomain.previewsEnabled"]],
    [WORKER, {}, ["subdomain.enabled", "subdomain.previewsEnabled"]],
    [SUBDOMAIN, { enabled: true, previewsEnabled: false }, ["enabled"]],
    [WORKER, { subdomain: { enabled: false, previewsEnabled: false } }, []],
    [SUBDOMAIN, { enabled: false, previewsEnabled: false }, []],
  ])("%s %j", (type, props, paths) => {
    expect(messagesOf(sideDoors, [resource(type, props)], stack)).toEqual(paths.map(open));
  });
});

it.each(["dev", "pr-12"])("they may be open in %s", (stack) => {
  expect(messagesOf(sideDoors, [resource(WORKER, { subdomain: { enabled: true } })], stack)).toEqual([]);
});
