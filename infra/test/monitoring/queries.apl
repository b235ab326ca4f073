// availability-fast-burn
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "Request." or tostring(record['message']) == "The service is misconfigured.")
| extend isBad = (todouble(record['status']) >= 500 or tostring(record['outcome']) in ("busy", "graph_contention", "internal_error", "invalid_snapshot", "misconfigured", "provider_groups_not_synced", "unavailable") or tostring(record['message']) == "The service is misconfigured."), isRecent = _time > ago(5m)
| summarize bad = countif(isBad), total = count(), recentBad = countif(isBad and isRecent), recent = countif(isRecent)
| extend burn = iff(bad >= 10, todouble(bad) / todouble(total), 0.0) / 0.001
| extend recentBurn = iff(recentBad >= 1, todouble(recentBad) / todouble(recent), 0.0) / 0.001
| summarize value = max(min_of(burn, recentBurn))

// availability-steady-burn
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "Request." or tostring(record['message']) == "The service is misconfigured.")
| extend isBad = (todouble(record['status']) >= 500 or tostring(record['outcome']) in ("busy", "graph_contention", "internal_error", "invalid_snapshot", "misconfigured", "provider_groups_not_synced", "unavailable") or tostring(record['message']) == "The service is misconfigured."), isRecent = _time > ago(30m)
| summarize bad = countif(isBad), total = count(), recentBad = countif(isBad and isRecent), recent = countif(isRecent)
| extend burn = iff(bad >= 10, todouble(bad) / todouble(total), 0.0) / 0.001
| extend recentBurn = iff(recentBad >= 1, todouble(recentBad) / todouble(recent), 0.0) / 0.001
| summarize value = max(min_of(burn, recentBurn))

// availability-slow-burn
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "Request." or tostring(record['message']) == "The service is misconfigured.")
| extend isBad = (todouble(record['status']) >= 500 or tostring(record['outcome']) in ("busy", "graph_contention", "internal_error", "invalid_snapshot", "misconfigured", "provider_groups_not_synced", "unavailable") or tostring(record['message']) == "The service is misconfigured."), isRecent = _time > ago(360m)
| summarize bad = countif(isBad), total = count(), recentBad = countif(isBad and isRecent), recent = countif(isRecent)
| extend burn = iff(bad >= 10, todouble(bad) / todouble(total), 0.0) / 0.001
| extend recentBurn = iff(recentBad >= 1, todouble(recentBad) / todouble(recent), 0.0) / 0.001
| summarize value = max(min_of(burn, recentBurn))

// check-latency-fast-burn
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "Request." and tostring(record['procedure']) == "authz.check")
| extend isBad = todouble(record['durationMs']) > 250, isRecent = _time > ago(5m)
| summarize bad = countif(isBad), total = count(), recentBad = countif(isBad and isRecent), recent = countif(isRecent)
| extend burn = iff(bad >= 10, todouble(bad) / todouble(total), 0.0) / 0.01
| extend recentBurn = iff(recentBad >= 1, todouble(recentBad) / todouble(recent), 0.0) / 0.01
| summarize value = max(min_of(burn, recentBurn))

// check-latency-steady-burn
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "Request." and tostring(record['procedure']) == "authz.check")
| extend isBad = todouble(record['durationMs']) > 250, isRecent = _time > ago(30m)
| summarize bad = countif(isBad), total = count(), recentBad = countif(isBad and isRecent), recent = countif(isRecent)
| extend burn = iff(bad >= 10, todouble(bad) / todouble(total), 0.0) / 0.01
| extend recentBurn = iff(recentBad >= 1, todouble(recentBad) / todouble(recent), 0.0) / 0.01
| summarize value = max(min_of(burn, recentBurn))

// check-latency-slow-burn
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "Request." and tostring(record['procedure']) == "authz.check")
| extend isBad = todouble(record['durationMs']) > 250, isRecent = _time > ago(360m)
| summarize bad = countif(isBad), total = count(), recentBad = countif(isBad and isRecent), recent = countif(isRecent)
| extend burn = iff(bad >= 10, todouble(bad) / todouble(total), 0.0) / 0.01
| extend recentBurn = iff(recentBad >= 1, todouble(recentBad) / todouble(recent), 0.0) / 0.01
| summarize value = max(min_of(burn, recentBurn))

// sign-in-latency-fast-burn
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "Request." and tostring(record['procedure']) == "auth.login")
| extend isBad = todouble(record['durationMs']) > 1000, isRecent = _time > ago(5m)
| summarize bad = countif(isBad), total = count(), recentBad = countif(isBad and isRecent), recent = countif(isRecent)
| extend burn = iff(bad >= 10, todouble(bad) / todouble(total), 0.0) / 0.01
| extend recentBurn = iff(recentBad >= 1, todouble(recentBad) / todouble(recent), 0.0) / 0.01
| summarize value = max(min_of(burn, recentBurn))

// sign-in-latency-steady-burn
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "Request." and tostring(record['procedure']) == "auth.login")
| extend isBad = todouble(record['durationMs']) > 1000, isRecent = _time > ago(30m)
| summarize bad = countif(isBad), total = count(), recentBad = countif(isBad and isRecent), recent = countif(isRecent)
| extend burn = iff(bad >= 10, todouble(bad) / todouble(total), 0.0) / 0.01
| extend recentBurn = iff(recentBad >= 1, todouble(recentBad) / todouble(recent), 0.0) / 0.01
| summarize value = max(min_of(burn, recentBurn))

// sign-in-latency-slow-burn
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "Request." and tostring(record['procedure']) == "auth.login")
| extend isBad = todouble(record['durationMs']) > 1000, isRecent = _time > ago(360m)
| summarize bad = countif(isBad), total = count(), recentBad = countif(isBad and isRecent), recent = countif(isRecent)
| extend burn = iff(bad >= 10, todouble(bad) / todouble(total), 0.0) / 0.01
| extend recentBurn = iff(recentBad >= 1, todouble(recentBad) / todouble(recent), 0.0) / 0.01
| summarize value = max(min_of(burn, recentBurn))

// misconfigured
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "The service is misconfigured."
| summarize value = count()

// component-unhealthy
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "A component is unhealthy."
| summarize value = count()

// components-failing
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) in ("A component failed during a request.", "A cache in KV failed; the database answers.", "A snapshot in R2 failed; the graph's object answers.")
| summarize value = count()

// requests-crashing
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (ensure_field('attributes.cloudflare.handler_type', typeof(string)) == "fetch" and ensure_field('attributes.cloudflare.outcome', typeof(string)) in ("exception", "exceededCpu", "exceededMemory", "exceededWallTime", "internalError"))
| summarize value = count()

// unexpected-errors
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "A request failed unexpectedly."
| summarize value = count()

// slow-requests
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "Request."
| summarize total = count(), duration = percentile(todouble(record['durationMs']), 95)
| summarize value = max(iff(total >= 100, duration, 0.0))

// idempotent-responses-lost
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "The response of an idempotent call couldn't be stored."
| summarize value = count()

// sign-in-failures
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "Request." and tostring(record['procedure']) == "auth.login")
| summarize bad = countif(tostring(record['outcome']) in ("invalid_credentials", "challenge_required", "too_many_attempts", "password_reset_required")), total = count()
| summarize value = max(iff(bad >= 100, todouble(bad) / todouble(total), 0.0))

// refused-credentials
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "Request."
| summarize bad = countif(tostring(record['outcome']) in ("key_malformed", "key_invalid", "key_revoked", "key_expired", "key_replaced", "token_malformed", "token_invalid")), total = count()
| summarize value = max(iff(bad >= 200, todouble(bad) / todouble(total), 0.0))

// refresh-tokens-reused
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "Request." and tostring(record['outcome']) == "refresh_token_reused")
| summarize value = count()

// audit-chain-broken
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "A tenant's audit chain is broken." or tostring(record['outcome']) == "audit_chain_broken")
| summarize value = count()

// audit-events-lost
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "An audit event was not written."
| summarize value = count()

// security-emails-lost
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) in ("The email about a reused refresh token couldn't be queued.", "The email about a sign-in from a new device couldn't be queued.", "The email about a leaked key couldn't be queued.")
| summarize value = count()

// signing-keys-lost
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['job']) == "reencryptKeys" and array_length(record['counts']['lost']) >= 1)
| summarize value = count()

// secrets-overdue
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "A secret is overdue for rotation."
| summarize value = count()

// turnstile-unreachable
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "Turnstile could not be reached."
| summarize value = count()

// password-hashes-invalid
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "A stored password hash can't be verified."
| summarize value = count()

// password-hash-fallback
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "argon2id cannot be loaded; new password hashes are scrypt."
| summarize value = count()

// password-blocklist-unavailable
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "Common passwords are not refused."
| summarize value = count()

// scheduled-jobs-failing
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) in ("A scheduled job failed.", "A tenant's audit log was not archived.")
| summarize value = count()

// scheduled-jobs-missing
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "The scheduled jobs have run."
| summarize value = count()

// alarms-failing
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (ensure_field('attributes.cloudflare.handler_type', typeof(string)) == "alarm" and ensure_field('attributes.cloudflare.outcome', typeof(string)) in ("exception", "exceededCpu", "exceededMemory", "exceededWallTime", "internalError"))
| summarize value = count()

// emails-failing
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "An email was not sent." and tostring(record['failure']) in ("later", "unknown"))
| summarize value = count()

// emails-refused
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where (tostring(record['message']) == "An email was not sent." and tostring(record['failure']) == "refused")
| summarize value = count()

// webhooks-failing
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) in ("A webhook was not sent because of an internal error.", "Webhooks were not sent.")
| summarize value = count()

// usage-delayed
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) in ("Usage was not rolled up; the alarm repeats it.", "Usage was not delivered; it will be sent again.")
| summarize value = count()

// backups-failing
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) in ("A backup failed. It is repeated.", "Old backups were not deleted. The next backup repeats it.", "Changes of users and keys were not added to the revocation list.", "Changes of a graph were not written to its backup.")
| summarize value = count()

// backups-overdue
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "The last backup of a tenant is too old."
| summarize value = count()

// changes-pending
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "A change has not reached the tenant's objects yet. The schedule will propagate it."
| summarize value = count()

// subscribers-not-notified
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) in ("A subscriber could not be notified.", "The owner of a connection could not be notified of its end. Retrying in 5 seconds.")
| summarize value = count()

// last-use-not-stored
['cf-auth-logs-production']
| where ['service.name'] == "cf-auth-production"
| extend record = parse_json(body)
| where tostring(record['message']) == "A time of last use was not stored."
| summarize value = count()
