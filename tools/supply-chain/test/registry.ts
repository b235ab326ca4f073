import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** How a package of the registry is signed. */
export type Signing = "valid" | "missing" | "wrong";

/** A registry on loopback that describes version 1.0.0 of packages, and signs them with a key of its own. */
export async function startRegistry(packages: Readonly<Record<string, Signing>>, hasKeys = true) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = publicKey.export({ format: "der", type: "spki" });
  const keyid = `SHA256:${createHash("sha256").update(key).digest("base64")}`;
  const keys = [
    {
      keyid,
      key: key.toString("base64"),
      keytype: "ecdsa-sha2-nistp256",
      scheme: "ecdsa-sha2-nistp256",
      expires: null,
    },
  ];
  const server = createServer(({ url = "" }, response) => {
    const signing = packages[url.slice(1)];
    const answer =
      url === "/-/npm/v1/keys" && hasKeys ? { keys } : signing && describe(url.slice(1), signing, keyid, privateKey);
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { error: "not found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It listens on a port, not on a pipe, whose address would be a string.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function describe(name: string, signing: Signing, keyid: string, privateKey: KeyObject) {
  const integrity = `sha512-${createHash("sha512").update(name).digest("base64")}`;
  const signed = signing === "valid" ? `${name}@1.0.0:${integrity}` : `${name}@1.0.0:sha512-another`;
  const signatures = [{ keyid, sig: sign("sha256", Buffer.from(signed), privateKey).toString("base64") }];
  const tarball = `https://registry.invalid/${name}-1.0.0.tgz`;
  const dist = { integrity, tarball, ...(signing !== "missing" && { signatures }) };
  return { name, "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": { name, version: "1.0.0", dist } } };
}
