import { packWorkspace, type Workspace } from "./pack-workspace.ts";

const CLI: Workspace = {
  name: "cli",
  sources: ["cli/src", "cli/package.json", "cli/tsup.config.ts", "client-sdk/src", "engine/src", "model-language/src"],
  metafiles: ["command.metafile.json"],
};

/** Packs the command line with everything that it needs. Answers the file's name in the folder. */
export async function packCli(folder: string): Promise<string> {
  return await packWorkspace(CLI, folder);
}
