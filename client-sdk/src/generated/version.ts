// Generated from the router by `npm run generate`. Do not edit.
export const SDK_VERSION = "0.1.0";
export const CONTRACT_HASH = "0000000000000000";
