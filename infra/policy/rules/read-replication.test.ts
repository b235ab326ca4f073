import { expect, it } from "vitest";
import { BUCKET, D1, messagesOf, resource } from "../../test/policy-cases.ts";
import { readReplication } from "./read-replication.ts";

it.each(["auto", "disabled"])("%s is said", (mode) => {
  expect(messagesOf(readReplication, [resource(D1, { readReplication: { mode } })])).toEqual([]);
});

it.each([{}, { readReplication: {} }, { readReplication: { mode: "on" } }, { readReplication: "disabled" }])(
  "%j says nothing",
  (props) => {
    expect(messagesOf(readReplication, [resource(D1, props), resource(BUCKET, props)])).toEqual([
      'Its read replication is whatever it was: set readReplication to { mode: "disabled" }, or "auto".',
    ]);
  },
);
