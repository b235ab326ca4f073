import { expect, it } from "vitest";
import { newId } from "../../ports/ids.ts";
import { modelIdOf, storeIdOf, ULID, versionOf } from "./ids.ts";

it("gives each version of a model an id, and reads it back", () => {
  for (const version of [1, 31, 32, 1_000_000, Number.MAX_SAFE_INTEGER]) {
    const id = modelIdOf(version);
    expect(id).toMatch(ULID);
    expect(versionOf(id)).toBe(version);
  }
  expect(modelIdOf(33)).toBe("00000000000000000000000011");
});

it("knows no version of other ids", () => {
  for (const id of [
    "",
    "1",
    "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "00000000000000000000000000",
    modelIdOf(1).replace("1", "l"),
  ])
    expect(versionOf(id)).toBeUndefined();
});

it("gives each tenant the id of a store", () => {
  const id = newId("ten", new Date());
  expect(storeIdOf(id)).toMatch(ULID);
  expect(`ten_${storeIdOf(id).toLowerCase()}`).toBe(id);
});
