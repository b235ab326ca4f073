import { expect, it } from "vitest";
import { BUCKET, D1, messagesOf, resource } from "../../test/policy-cases.ts";
import { readReplication } from "./read-replication.ts";

it.each(["auto", "disabled"])("accepts the mode %s", (mode) => {
  expect(messagesOf(readReplication, [resource(D1, { readReplication: { mode } })])).toEqual([]);
});

it.each([{}, { readReplication: {} }, { readReplication: { mode: "on" } }, { readReplication: "disabled" }])(
  "rejects %j without a mode",
  (props) => {
    expect(messagesOf(readReplication, [resource(D1, props), resource(BUCKET, props)])).toEqual([
      'It does not set read replication: set readReplication to { mode: "disabled" }, or "auto".',
    ]);
  },
);
