// Generated from the router by `npm run generate`. Do not edit.

/** The SDK's version, which is the service's too: both are made from one contract. */
export const SDK_VERSION = "0.2.0";
/** What tells this contract from others: the first 64 bits of its SHA-256. */
export const CONTRACT_HASH = "2994f7d35031a58c";
