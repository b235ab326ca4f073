/** What a tenant's service would answer: the keys that it publishes, and a token that one of them has signed. */
export const MINTED = {
  url: "https://auth.test",
  tenant: "ten_test",
  keys: [
    {
      crv: "Ed25519",
      x: "6hTm6K5rN-mBs5Bl9mK9j0txiTewxWxrl2BPEmJrejk",
      kty: "OKP",
      kid: "kid_6hTm6K5rN-mBs5Bl9mK9j0txiTewxWxrl2BPEmJrejk",
      alg: "EdDSA",
      use: "sig",
    },
  ],
  token: [
    "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6ImtpZF82aFRtNks1ck4tbUJzNUJsOW1LOWowdHhpVGV3eFd4cmwyQlBFbUpyZWprIn0",
    [
      "eyJjbGllbnRfaWQiOiJ0ZW5fdGVzdCIsInNpZCI6InNlc18xIiwiYXV0aF90aW1lIjoxNzY3MjI1NjAwLCJhbXIiOlsicHdkIl0s",
      "ImZhY3RvcnMiOnsicHdkIjoxNzY3MjI1NjAwfSwiaXNzIjoiaHR0cHM6Ly9hdXRoLnRlc3QvdC90ZW5fdGVzdCIsImF1ZCI6InRl",
      "bl90ZXN0Iiwic3ViIjoidXNyX2FubmUiLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2NzIyNTkwMCwianRpIjoiNzY1OWJkMzkt",
      "N2Q1MS00MTdlLThkYTItMzJkMTI5NjM0NWJmIn0",
    ].join(""),
    "S2cjZkWU5zhuE3RgMeuu26VS_WF5sds4Wj3BtcCI1kTky-D-qdqEau-wLFS4aM3IXXDDy7p_5wlLBocugjjGBA",
  ].join("."),
  /** A time at which the token is good. */
  at: new Date("2026-01-01T00:01:00Z"),
};
