import type { Proof } from "../src/index.ts";

/** The proof with one change: a different string or number, or a part that is removed or duplicated. */
export function mutated(proof: Proof, position: number, choice: number): Proof | undefined {
  const copy: Proof = structuredClone(proof);
  const spots: (() => void)[] = [];
  const words = [
    "user:1",
    "user:2",
    "user:*",
    "doc:1",
    "doc:2",
    "folder:1",
    "doc:1#a",
    "a",
    "b",
    "c",
    "parent",
    "a or b",
  ];
  const visit = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      if (value.length > 0) spots.push(() => value.splice(choice % value.length, 1));
      if (value.length > 0) spots.push(() => value.push(structuredClone(value[choice % value.length])));
    }
    for (const [key, item] of Object.entries(value)) {
      const set = (next: unknown) => Object.assign(value, { [key]: next });
      if (typeof item === "string" && key !== "kind") spots.push(() => set(words[choice % words.length]));
      else if (typeof item === "number") spots.push(() => set(item + 1));
      else visit(item);
    }
  };
  visit(copy);
  spots[position % spots.length]?.();
  return JSON.stringify(copy) === JSON.stringify(proof) ? undefined : copy;
}
