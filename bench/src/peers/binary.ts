import { accessSync, constants } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";

/** Where the program is: what the variable says, or where PATH has it; undefined where it is not. */
export function findBinary(name: string, variable: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = [process.env[variable] ?? "", ...folders.map((folder) => join(folder, name))];
  return places.find((place) => place !== "" && isExecutable(place));
}

/** A port of loopback that nobody listens on just now. */
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

function isExecutable(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
