import { sha256 } from "../../ports/encoding.ts";
import type { FileStore } from "../../ports/files.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { settle } from "../../shared/pending-store.ts";
import type { Tenant } from "../../shared/tenant.ts";
import { logoSetting, type TenantLogo } from "../../shared/tenant-logo.ts";
import type { TenantsDeps } from "../deps.ts";
import { invalidateSubtree } from "../propagate.ts";
import { type ImageFile, readImage } from "./image-file.ts";

export const MAX_LOGO_BYTES = 128 * 1024;
/** Pixels of a side. */
export const MAX_LOGO_SIDE = 2000;
/** Images of a tenant, with earlier ones, which emails and cached pages still show. */
const MAX_STORED_IMAGES = 20;
/** 128 bits of the hash of its content. */
const HASH_LENGTH = 32;

type Deps = Pick<TenantsDeps, "files" | "pending" | "tenantTree" | "clock" | "revocations">;

/** The images that a tenant sets, as base64. */
export interface LogoInput {
  readonly image: string;
  readonly darkImage?: string | undefined;
}

/** Sets the tenant's logo. Throws `logo_invalid`, after which nothing has changed, and `tenant_not_found`. */
export async function setLogo(app: Deps, { id: tenantId }: Pick<Tenant, "id">, input: LogoInput): Promise<Tenant> {
  const image = await imageOf("image", input.image);
  const darkImage = input.darkImage === undefined ? undefined : await imageOf("darkImage", input.darkImage);
  const logo: TenantLogo = { tenantId, image: image.hash, darkImage: darkImage?.hash };
  // The files first, so that no page shows a logo that isn't there yet.
  for (const { hash, bytes } of darkImage === undefined ? [image] : [image, darkImage]) {
    await app.files.putOnce(keyOf(tenantId, hash), bytes);
  }
  const tenant = await change(app, tenantId, logo);
  await deleteEarlier(app.files, logo);
  return tenant;
}

/** Removes the tenant's own logo with its files. It has its parent's from then on, if that has one. Safe to repeat. */
export async function removeLogo(app: Deps, { id: tenantId }: Pick<Tenant, "id">): Promise<Tenant> {
  const tenant = await change(app, tenantId, null);
  await app.files.delete(await app.files.list(keyOf(tenantId, "")));
  return tenant;
}

async function change(app: Deps, tenantId: string, logo: TenantLogo | null): Promise<Tenant> {
  const now = app.clock.now();
  const tenant = await app.tenantTree.patchSettings(tenantId, logoSetting(logo), now);
  if (tenant === undefined) throw new AppError("tenant_not_found");
  await settle(app, tenantId, now, async () => await invalidateSubtree(app, tenantId));
  return tenant;
}

/** An image of a logo, as it is served. Undefined if the tenant has none of this hash. */
export async function findLogoImage(
  { files }: Pick<Deps, "files">,
  { id, status }: Pick<Tenant, "id" | "status">,
  hash: string,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: ImageFile["type"] } | undefined> {
  const content = status === "deleted" ? undefined : await files.bytes(keyOf(id, hash));
  if (content === undefined) return undefined;
  const bytes = new Uint8Array(content);
  const type = readImage(bytes)?.type;
  return type && { bytes, type };
}

/** Keeps the number of files bounded, whatever sets logos how often. */
async function deleteEarlier(files: FileStore, { tenantId, image, darkImage }: TenantLogo): Promise<void> {
  const stored = await files.list(keyOf(tenantId, ""));
  if (stored.length <= MAX_STORED_IMAGES) return;
  const used = [image, darkImage].flatMap((hash) => (hash === undefined ? [] : keyOf(tenantId, hash)));
  await files.delete(stored.filter((key) => !used.includes(key)));
}

/** Below the tenant's other files, so that it is purged with them. */
function keyOf(tenantId: string, hash: string): string {
  return `tenants/${tenantId}/logo/${hash}`;
}

async function imageOf(
  field: keyof LogoInput,
  base64: string,
): Promise<{ hash: string; bytes: Uint8Array<ArrayBuffer> }> {
  const refuse = (reason: "format" | "bytes" | "pixels", details: object) =>
    new AppError("logo_invalid", { field, reason, ...details });
  const bytes = decode(base64);
  if (bytes === undefined) throw refuse("format", {});
  if (bytes.length > MAX_LOGO_BYTES) throw refuse("bytes", { bytes: bytes.length, maxBytes: MAX_LOGO_BYTES });
  const image = readImage(bytes);
  if (image === undefined) throw refuse("format", {});
  const { width, height } = image;
  if (Math.max(width, height) > MAX_LOGO_SIDE) throw refuse("pixels", { width, height, maxSide: MAX_LOGO_SIDE });
  return { hash: (await sha256(bytes)).slice(0, HASH_LENGTH), bytes };
}

function decode(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.fromBase64(base64);
  } catch {
    return undefined;
  }
}
