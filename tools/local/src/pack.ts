import { join, resolve } from "node:path";
import { packSdk } from "./sdk.ts";

/** `npm run pack-sdk -- [FOLDER]`: writes the SDK's tarball, as it is to be published and as it is tested; says where. */
const folder = resolve(process.argv[2] ?? ".");
console.log(join(folder, await packSdk(folder)));
