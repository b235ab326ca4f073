import { brotliCompressSync, gzipSync } from "node:zlib";
import { type BuildOptions, build } from "esbuild";
import { manifestOf, type Project, specifierOf } from "./project.ts";

export interface Size {
  /** Bytes, minified. */
  readonly minified: number;
  /** Bytes of that as `gzip -9` leaves it. */
  readonly gzip: number;
  /** Bytes of that as brotli leaves it at its best. */
  readonly brotli: number;
}

/** As an application for browsers is bundled. What a Worker's runtime has, and what the SDK only works with, stays out. */
const AS_APPLICATION: BuildOptions = {
  bundle: true,
  write: false,
  format: "esm",
  platform: "browser",
  target: "es2022",
  logLevel: "silent",
};

/** The code that a bundler makes of a source which stands in the project. */
export async function bundle(
  { folder }: Pick<Project, "folder">,
  source: string,
  more?: BuildOptions,
): Promise<string> {
  const stdin = { contents: source, resolveDir: folder, loader: "ts" as const };
  const { outputFiles = [] } = await build({ ...AS_APPLICATION, ...more, stdin, write: false });
  return outputFiles.map(({ text }) => text).join("");
}

/** What an application pays for the source, minified. */
export async function sizeOf(project: Pick<Project, "folder">, source: string, more?: BuildOptions): Promise<Size> {
  const code = await bundle(project, source, { minify: true, ...more });
  return {
    minified: Buffer.byteLength(code),
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code).length,
  };
}

/** What an application pays for all that a subpath exports, or for what that adds to another. */
export async function sizeOfSubpath(project: Project, subpath: string, above?: string): Promise<Size> {
  const external = ["cloudflare:*", ...Object.keys(manifestOf(project).peerDependencies ?? {})];
  const all = (name: string, i: number) => `export * as import${i} from "${specifierOf(name)}";\n`;
  const size = async (subpaths: readonly string[]) => await sizeOf(project, subpaths.map(all).join(""), { external });
  if (above === undefined) return await size([subpath]);
  const [base, both] = await Promise.all([size([above]), size([above, subpath])]);
  return { minified: both.minified - base.minified, gzip: both.gzip - base.gzip, brotli: both.brotli - base.brotli };
}
