import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brandColorStyle, contrastOf } from "./brand-color.ts";

const color = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  .map((channels) => `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`);

function variablesOf(style: string) {
  const values = (name: string) =>
    [...style.matchAll(new RegExp(`${name}:(#[0-9a-f]{6})`, "g"))].map(([, hex]) => hex ?? "");
  return {
    button: values("--accent")[0] ?? "",
    hover: values("--accent-hover")[0] ?? "",
    label: values("--on-accent")[0] ?? "",
    links: values("--link"),
  };
}

describe("a tenant's color", () => {
  it("has readable labels and links on every ground, whichever color it is", () => {
    fc.assert(
      fc.property(color, (chosen) => {
        const { button, hover, label, links } = variablesOf(brandColorStyle(chosen));
        expect(contrastOf(button, label)).toBeGreaterThanOrEqual(4.5);
        expect(contrastOf(hover, label)).toBeGreaterThanOrEqual(4.5);
        expect(contrastOf(links[0] ?? "", "#fafafa")).toBeGreaterThanOrEqual(4.5);
        expect(contrastOf(links[1] ?? "", "#222226")).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it("stays as it is where it is readable", () => {
    expect(variablesOf(brandColorStyle("#2563eb"))).toMatchObject({ button: "#2563eb", label: "#ffffff" });
    expect(variablesOf(brandColorStyle("#facc15"))).toMatchObject({ button: "#facc15", label: "#18181b" });
  });

  it.each(["red", "#fff", "#FFFFFF", "#12345g", "#123456;}body{display:none", ""])("is no style for %j", (text) => {
    expect(brandColorStyle(text)).toBe("");
  });

  it("knows the contrast of black and white", () => {
    expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21);
  });
});
