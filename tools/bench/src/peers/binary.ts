import { accessSync, constants } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";

/** Path of the program, from the variable or PATH; undefined if it is not installed. */
export function findBinary(name: string, variable: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = [process.env[variable] ?? "", ...folders.map((folder) => join(folder, name))];
  return paths.find((path) => path !== "" && isExecutable(path));
}

/** A free loopback port. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" ? address?.port : undefined;
      server.close(() => (port === undefined ? reject(new Error("No port is free.")) : resolve(port)));
    });
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
