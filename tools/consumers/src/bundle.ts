import { brotliCompressSync, gzipSync } from "node:zlib";
import { type BuildOptions, build } from "esbuild";
import { manifestOf, type Project, specifierOf } from "./project.ts";

export interface Size {
  /** Bytes, minified. */
  readonly minified: number;
  /** Bytes after `gzip -9`. */
  readonly gzip: number;
  /** Bytes after brotli at its highest level. */
  readonly brotli: number;
}

/** Bundles like an application for browsers. Modules of the Workers runtime and optional peers stay external. */
const AS_APPLICATION: BuildOptions = {
  bundle: true,
  write: false,
  format: "esm",
  platform: "browser",
  target: "es2022",
  logLevel: "silent",
};

/** Bundles a source in the project. */
export async function bundle(
  { folder }: Pick<Project, "folder">,
  source: string,
  more?: BuildOptions,
): Promise<string> {
  const stdin = { contents: source, resolveDir: folder, loader: "ts" as const };
  const { outputFiles = [] } = await build({ ...AS_APPLICATION, ...more, stdin, write: false });
  return outputFiles.map(({ text }) => text).join("");
}

/** The minified size of a source in an application. */
export async function sizeOf(project: Pick<Project, "folder">, source: string, more?: BuildOptions): Promise<Size> {
  const code = await bundle(project, source, { minify: true, ...more });
  return {
    minified: Buffer.byteLength(code),
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code).length,
  };
}

/** The size of all exports of a subpath, or its difference to another. */
export async function sizeOfSubpath(project: Project, subpath: string, above?: string): Promise<Size> {
  const external = ["cloudflare:*", ...Object.keys(manifestOf(project).peerDependencies ?? {})];
  const all = (name: string, i: number) => `export * as import${i} from "${specifierOf(name)}";\n`;
  const size = async (subpaths: readonly string[]) => await sizeOf(project, subpaths.map(all).join(""), { external });
  if (above === undefined) return await size([subpath]);
  const [base, both] = await Promise.all([size([above]), size([above, subpath])]);
  return { minified: both.minified - base.minified, gzip: both.gzip - base.gzip, brotli: both.brotli - base.brotli };
}
