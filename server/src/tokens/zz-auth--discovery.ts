/**
 * What an authorization server says of itself (RFC 8414 §2, OpenID Connect Discovery 1.0 §3), as far as it is true: a
 * tenant is an issuer of access tokens with a key set, and not an OpenID provider. Without a grant type of OAuth there is
 * neither an authorization endpoint nor a token endpoint to name.
 */
export function metadataOf(issuer: string) {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: [],
    grant_types_supported: [],
    subject_types_supported: ["public"],
  };
}
