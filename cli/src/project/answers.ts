import { existsSync } from "node:fs";
import { join } from "node:path";
import { usageError } from "../cli-error.ts";
import type { Io } from "../io.ts";
import type { Settings } from "../profile/settings.ts";
import { urlError } from "../profile/url-error.ts";
import type { ProjectFields } from "./project-file.ts";
import { TEMPLATES } from "./templates.ts";

/** Options of `cf-auth init`. */
export interface InitOptions {
  readonly url?: string | undefined;
  readonly tenant?: string | undefined;
  readonly model?: string | undefined;
  readonly template?: string | undefined;
  readonly fromTenant?: boolean | undefined;
}

/** Where a new project's model comes from. */
export type ModelOrigin = "file" | "tenant" | "none" | { readonly template: string };

/** What a project is made from. */
export interface Answers {
  readonly url: string;
  readonly tenant: string | undefined;
  /** The model's file, relative to the project. */
  readonly model: string;
  readonly origin: ModelOrigin;
}

export const NO_MODEL = "none";
const FROM_TENANT = "from the tenant";
const DEFAULT_MODEL = "model.fga";
const DEFAULT_TEMPLATE = "documents";

/**
 * Flags count first. On a terminal, what they leave open is prompted for; `existing` is suggested. Otherwise the existing values and
 * the defaults count. Throws `usage` without a URL.
 */
export async function answersFor(
  options: InitOptions,
  existing: ProjectFields,
  { url: stored }: Pick<Settings, "url">,
  io: Io,
): Promise<Answers> {
  const suggested = existing.url ?? stored;
  const url = (options.url ?? (await io.prompts?.text("URL of the service", suggested)) ?? suggested)?.trim();
  if (!url) throw usageError("No service is chosen.", "Add --url, such as --url https://auth.example.com.");
  const error = urlError(url);
  if (error !== undefined) throw usageError(error.message, error.action);
  const tenant =
    options.tenant ?? (await io.prompts?.text("Tenant's slug or id, or nothing", existing.tenant)) ?? existing.tenant;
  const model = options.model ?? existing.model ?? DEFAULT_MODEL;
  const origin = await originOf(options, existsSync(join(io.cwd, model)), io);
  return { url: url.replace(/\/+$/, ""), tenant: tenant?.trim() || undefined, model, origin };
}

/** An existing model is used as it is, unless another one is chosen. */
async function originOf(
  { template, fromTenant = false }: InitOptions,
  isThere: boolean,
  { prompts }: Io,
): Promise<ModelOrigin> {
  if (fromTenant && template !== undefined) {
    throw usageError("--from-tenant and --template exclude each other.", "Choose one origin of the model.");
  }
  if (fromTenant) return "tenant";
  if (template === undefined && isThere) return "file";
  const chosen = template ?? (await prompts?.select("Model", CHOICES)) ?? DEFAULT_TEMPLATE;
  if (chosen === FROM_TENANT) return "tenant";
  return chosen === NO_MODEL ? "none" : { template: chosen };
}

const CHOICES = [
  ...TEMPLATES.map(({ name, summary }) => ({ value: name, label: `${name}: ${summary}` })),
  { value: FROM_TENANT, label: "the tenant's present model" },
  { value: NO_MODEL, label: "none: sign-in only" },
];
