import { ApiError, type Call, type Route } from "./requests.ts";
import type { Binding, Version } from "./version.ts";

/** A binding in the form that `wrangler deploy` sends. */
interface Sent extends Omit<Binding, "databaseId" | "namespaceId" | "bucketName" | "className"> {
  readonly id?: string;
  readonly namespace_id?: string;
  readonly bucket_name?: string;
  readonly class_name?: string;
}

/**
 * Routes that `wrangler deploy` calls: it reads the current state, and uploads everything in one request. `take` routes
 * all traffic to the version with bindings of earlier ones whose types are `kept`, and returns its id.
 */
export function uploadRoutes(
  account: string,
  take: (version: Omit<Version, "id">, kept: readonly string[]) => Promise<string>,
): Record<string, Route> {
  const scripts = `/accounts/${account}/workers/scripts`;
  const subdomain = { enabled: false, previews_enabled: false };
  return {
    [`GET /accounts/${account}/workers/services/:name`]: () => {
      return { default_environment: { environment: "production", script: { last_deployed_from: "api", tags: [] } } };
    },
    [`GET ${scripts}`]: () => [],
    [`GET /accounts/${account}/r2/buckets/:name`]: (_, name) => ({ name }),
    [`GET /accounts/${account}/workers/workers/:name`]: (_, name) => ({ id: name, name, subdomain }),
    [`PATCH /accounts/${account}/workers/workers/:name`]: (_, name) => ({ id: name, name, subdomain }),
    [`GET ${scripts}/:name/subdomain`]: () => subdomain,
    [`POST ${scripts}/:name/subdomain`]: () => subdomain,
    [`PUT ${scripts}/:name`]: async (call) => {
      const [version, kept] = await readUpload(call);
      const id = await take(version, kept);
      return { id: "cf-auth", deployment_id: id, startup_time_ms: 50, etag: id };
    },
  };
}

async function readUpload({ body, headers }: Call): Promise<[version: Omit<Version, "id">, kept: readonly string[]]> {
  const form = await new Response(new Uint8Array(body), {
    headers: { "content-type": String(headers["content-type"]) },
  }).formData();
  const metadata = JSON.parse(String(form.get("metadata")));
  if (metadata.migrations !== undefined) throw new ApiError(400, "Declare classes in exports, not in migrations.");
  const files = [...form.values()].filter((value) => value instanceof File);
  const version = {
    mainModule: metadata.main_module,
    compatibilityDate: metadata.compatibility_date,
    compatibilityFlags: metadata.compatibility_flags,
    exports: metadata.exports,
    bindings: metadata.bindings.map(bindingOf),
    modules: await Promise.all(
      files.map(async (file) => {
        const content = Buffer.from(await file.arrayBuffer());
        return { name: file.name, contentType: file.type, content };
      }),
    ),
  };
  return [version, metadata.keep_bindings ?? []];
}

function bindingOf({ id, namespace_id, bucket_name, class_name, ...rest }: Sent): Binding {
  return {
    ...rest,
    ...(id !== undefined && { databaseId: id }),
    ...(namespace_id !== undefined && { namespaceId: namespace_id }),
    ...(bucket_name !== undefined && { bucketName: bucket_name }),
    ...(class_name !== undefined && { className: class_name }),
  };
}
