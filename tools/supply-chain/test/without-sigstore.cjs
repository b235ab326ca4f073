// Loaded into npm by the tests of signatures: Sigstore's repository of keys is on the internet, and has none of the
// registry on loopback. npm then takes the keys from the registry.
const Module = require("node:module");

const load = Module._load;
Module._load = (request, ...rest) => {
  if (request !== "@sigstore/tuf") return load(request, ...rest);
  const notFound = Object.assign(new Error("no such target"), { code: "TUF_FIND_TARGET_ERROR" });
  return { initTUF: async () => ({ getTarget: async () => await Promise.reject(notFound) }) };
};
