import { describe, expect, it } from "vitest";
import { messagesOf, resource, WORKER } from "../../test/policy-cases.ts";
import { workersDevHosts } from "./workers-dev-hosts.ts";

const SUBDOMAIN = "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain";
const open = (path: string) => `It is reachable on workers.dev: set ${path} to false.`;

describe.each(["staging", "production"])("in the stack %s", (stack) => {
  it.each([
    [WORKER, { subdomain: { enabled: true, previewsEnabled: false } }, ["subdomain.enabled"]],
    [WORKER, { subdomain: { enabled: false, previewsEnabled: true } }, ["subdomain.previewsEnabled"]],
    [WORKER, { subdomain: { enabled: false } }, ["subdomain.previewsEnabled"]],
    [WORKER, {}, ["subdomain.enabled", "subdomain.previewsEnabled"]],
    [SUBDOMAIN, { enabled: true, previewsEnabled: false }, ["enabled"]],
    [WORKER, { subdomain: { enabled: false, previewsEnabled: false } }, []],
    [SUBDOMAIN, { enabled: false, previewsEnabled: false }, []],
  ])("reports the enabled hosts of %s %j", (type, props, paths) => {
    expect(messagesOf(workersDevHosts, [resource(type, props)], stack)).toEqual(paths.map(open));
  });
});

it.each(["dev", "pr-12"])("allows workers.dev in the stack %s", (stack) => {
  expect(messagesOf(workersDevHosts, [resource(WORKER, { subdomain: { enabled: true } })], stack)).toEqual([]);
});
