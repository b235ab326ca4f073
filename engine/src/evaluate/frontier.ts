import { doubled, type Numbers } from "../graph/arrays.ts";

/** Stack of (rule, object) pairs to follow. */
export class Frontier {
  length = 0;
  rules: Numbers = new Uint32Array(64);
  objects: Numbers = new Uint32Array(64);

  push(rule: number, object: number): void {
    if (this.length === this.rules.length) {
      this.rules = doubled(this.rules);
      this.objects = doubled(this.objects);
    }
    this.rules[this.length] = rule;
    this.objects[this.length++] = object;
  }
}
