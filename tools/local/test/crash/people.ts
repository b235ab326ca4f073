import type { CfAuthClient } from "@cf-auth/client";

const PASSWORD = "a sentence that survives";

/** Who has registered. */
export class People {
  /** Since the last crash that was looked into: registered, and perhaps registered. */
  private acknowledged: string[] = [];
  private begun: string | undefined;
  private readonly all: string[] = [];
  private count = 0;

  /** Number of people with a confirmed registration. */
  get known(): number {
    return this.all.length + this.acknowledged.length;
  }

  async register(browser: CfAuthClient): Promise<void> {
    const email = `person-${this.count++}@example.com`;
    this.begun = email;
    await browser.auth.register({ email, password: PASSWORD });
    this.acknowledged.push(email);
    this.begun = undefined;
  }

  /** Throws unless every confirmed registration exists, earlier ones too, and none is partial. */
  async requireAll(browser: CfAuthClient): Promise<void> {
    const earlier = this.all[Math.floor(Math.random() * this.all.length)];
    if (this.begun !== undefined) await this.finish(browser, this.begun);
    const emails = earlier === undefined ? this.acknowledged : [...this.acknowledged, earlier];
    await Promise.all(emails.map((email) => browser.auth.login({ email, password: PASSWORD })));
    this.all.push(...this.acknowledged);
    this.acknowledged = [];
    this.begun = undefined;
  }

  /** Whether or not the registration was made, after one more it is, and whole. */
  private async finish(browser: CfAuthClient, email: string): Promise<void> {
    await browser.auth.register({ email, password: PASSWORD });
    this.acknowledged.push(email);
  }
}
