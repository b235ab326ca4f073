import manifest from "../package.json" with { type: "json" };

/** Version of the command line, the same as the service's and the SDK's. */
export const VERSION: string = manifest.version;
