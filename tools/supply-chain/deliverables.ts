import { BUNDLE, buildWorker, metafileOf } from "@cf-auth/local/build";
import { type BundleContents, readMetafile } from "@cf-auth/local/metafile";
import { buildSdk } from "@cf-auth/local/sdk";
import { hashBundle, type ModuleHash } from "./bundle-hash.ts";
import { dependenciesOf, type Manifest, readManifest } from "./packages.ts";

/** Something that leaves this repository, and the folders of the packages in it. */
export interface Deliverable {
  readonly manifest: Manifest;
  readonly type: "application" | "library";
  /** Packages with code in its bundles, sorted. */
  readonly bundled: readonly string[];
  /** Packages that npm installs beside it, sorted. */
  readonly installed: readonly string[];
  /** Pairs of packages, the first of which depends on the second. The deliverable itself is `""`. */
  readonly dependencies: readonly (readonly [from: string, to: string])[];
  /** The files of a Worker. */
  readonly modules: readonly ModuleHash[];
}

/** The Worker, which is deployed; built, if a source has changed. */
export async function buildWorkerDeliverable(): Promise<Deliverable> {
  await buildWorker();
  const { packages, imports } = readMetafile(metafileOf(BUNDLE));
  return {
    manifest: readManifest("."),
    type: "application",
    bundled: packages,
    installed: [],
    dependencies: imports,
    modules: hashBundle(BUNDLE),
  };
}

/** The SDK, which is published; built, if a source has changed. Its users choose versions in a range; these are the ones that the tests run with. */
export async function buildSdkDeliverable(): Promise<Deliverable> {
  const bundles: readonly BundleContents[] = await buildSdk();
  const installed = installedWith("client-sdk").map(([from, to]) => [from === "client-sdk" ? "" : from, to] as const);
  return {
    manifest: readManifest("client-sdk"),
    type: "library",
    bundled: unique(bundles.flatMap(({ packages }) => packages)),
    installed: unique(installed.map(([, to]) => to)),
    dependencies: [...bundles.flatMap(({ imports }) => imports), ...installed],
    modules: [],
  };
}

/** Pairs of packages that npm installs for a package, the first of which depends on the second. */
function installedWith(folder: string, seen = new Set<string>()): (readonly [from: string, to: string])[] {
  if (seen.has(folder)) return [];
  seen.add(folder);
  return dependenciesOf(folder).flatMap((to) => [[folder, to] as const, ...installedWith(to, seen)]);
}

const unique = (folders: readonly string[]): string[] => [...new Set(folders)].sort();
