// Generated from the router by `npm run generate`. Do not edit.

/** Version of the SDK and of the service: both are made from one contract. */
export const SDK_VERSION = "0.2.0";
/** Identifies the contract: the first 64 bits of its SHA-256. */
export const CONTRACT_HASH = "9d6285362adb4680";
