import { EVERY_CALLER } from "../../pipeline/declaration.ts";
import type { Handler, Parameter, Route } from "../route.ts";
import { evaluate, evaluateMany } from "./evaluation.ts";
import { describeDecisionPoint } from "./metadata.ts";
import { searchActions, searchResources, searchSubjects } from "./search.ts";

/** Paths of OpenID AuthZEN: below a tenant's path, and at the root, where key or host name the tenant. */
export const AUTHZEN_PATH = /^(?:\/t\/[^/]*)?\/access\//;

const CALLERS = ["secret", "admin", "platformKey"] as const;

/** The routes of OpenID AuthZEN's Authorization API 1.0 (§10.1). */
export function authzenRoutes(tenant: Parameter): Route[] {
  return [
    ...endpoint(
      tenant,
      "evaluation",
      evaluate,
      "Decides whether a subject may do an action with a resource, and explains it.",
    ),
    ...endpoint(tenant, "evaluations", evaluateMany, "Decides up to 100 evaluations."),
    ...endpoint(tenant, "search/subject", searchSubjects, "Lists the subjects that may do an action with a resource."),
    ...endpoint(
      tenant,
      "search/resource",
      searchResources,
      "Lists the resources with which a subject may do an action.",
    ),
    ...endpoint(tenant, "search/action", searchActions, "Lists the actions that a subject may do with a resource."),
    ...["", "/t/{tenant}"].map((path) => metadata(path, path === "" ? [] : [tenant])),
  ];
}

function endpoint(tenant: Parameter, name: string, handle: Handler, summary: string): Route[] {
  const route = { methods: ["POST"], handle } as const;
  const api = {
    summary: `${summary} OpenID AuthZEN 1.0.`,
    caller: CALLERS,
    takes: ["application/json"],
    answers: "application/json",
    errors: "authzen",
  } as const;
  return [
    { ...route, path: `/access/v1/${name}`, api },
    { ...route, path: `/t/{tenant}/access/v1/${name}`, parameters: [tenant], api },
  ];
}

function metadata(path: string, parameters: readonly Parameter[]): Route {
  return {
    methods: ["GET", "HEAD"],
    path: `/.well-known/authzen-configuration${path}`,
    parameters,
    handle: describeDecisionPoint,
    api: {
      summary: "Gets the endpoints of a tenant's policy decision point (OpenID AuthZEN 1.0).",
      caller: EVERY_CALLER,
      answers: "application/json",
    },
  };
}
