import { describe, expect, it } from "vitest";
import { linkTo } from "./links.ts";

const config = { publicUrl: "https://auth.example.com" };
const tenant = { slug: "acme", host: null, settings: {} };

describe("rule 54: links in emails", () => {
  it("rule 54: use the public URL of the service by default", () => {
    const link = linkTo(tenant, config, "verify-email", "t+k/n=");
    expect(link).toBe("https://auth.example.com/t/acme/verify-email?token=t%2Bk%2Fn%3D");
  });

  it("rule 54: use the tenant's own host if it has one", () => {
    const link = linkTo({ ...tenant, host: "login.acme.example" }, config, "reset-password", "x");
    expect(link).toBe("https://login.acme.example/t/acme/reset-password?token=x");
  });

  it("rule 54: use the scheme and port of the service on a local host", () => {
    const local = { ...tenant, host: "acme.localhost" };
    const to = (publicUrl: string) => linkTo(local, { publicUrl }, "reset-password", "x");
    expect(to("http://127.0.0.1:8787")).toBe("http://acme.localhost:8787/t/acme/reset-password?token=x");
    expect(to("http://localhost")).toBe("http://acme.localhost/t/acme/reset-password?token=x");
  });

  it("rule 54: use the tenant's own page if it is configured, and keep its query and fragment", () => {
    const settings = { resetPasswordUrl: "https://app.acme.example/reset?lang=de#top" };
    const own = { ...tenant, host: "login.acme.example", settings };
    expect(linkTo(own, config, "reset-password", "x")).toBe("https://app.acme.example/reset?lang=de&token=x#top");
    expect(linkTo(own, config, "verify-email", "x")).toBe("https://login.acme.example/t/acme/verify-email?token=x");
    expect(linkTo(own, config, "confirm", "x")).toBe("https://login.acme.example/t/acme/confirm?token=x");
    const pages = { ...own, settings: { verifyEmailUrl: "https://app.acme.example/confirm" } };
    expect(linkTo(pages, config, "confirm", "x")).toBe("https://app.acme.example/confirm?token=x");
  });
});
