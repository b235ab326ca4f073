import type { OutgoingEmail } from "../email/email.ts";
import { EmailQueue } from "../email/email-queue.ts";
import { messageOf, templateOf } from "../email/message.ts";
import { EmailTemplateStore } from "../email/template-store.ts";
import { CloudflareSender } from "../ports/cloudflare-email.ts";
import { type Config, readConfig } from "../ports/config.ts";
import { openDatabase } from "../ports/database.ts";
import { EmailError, type EmailSender } from "../ports/email.ts";
import { SesSender } from "../ports/ses.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import { pause, systemClock } from "../ports/time.ts";
import type { Tenant } from "../shared/tenant.ts";
import { TenantStore } from "../tenants/store.ts";

/** Wires one tenant's email queue to its object's storage and to the bindings. */
export function tenantMail(sql: SqlDatabase, env: Env, tenantId: string): EmailQueue {
  const db = openDatabase(env.DB);
  const tenants = new TenantStore(db);
  const templates = new EmailTemplateStore(db);
  // Read lazily, so that queued emails survive a deployment that lacks a setting.
  let cached: Config | undefined;
  const config = () => {
    cached ??= completeConfig(env);
    return cached;
  };
  return new EmailQueue(sql, {
    tenantId,
    keyring: () => config().secrets,
    async prepare(email: OutgoingEmail, id: string, mailbox: EmailSender) {
      const { mail, publicUrl } = config();
      const tenant = await tenants.find(tenantId);
      if (tenant === undefined) throw new EmailError("refused", "tenant_not_found");
      const own = await templates.find(tenantId, email.kind);
      const template = templateOf(email.kind, tenant, { own, publicUrl });
      const message = messageOf(email, id, { tenant, template, from: mail.from });
      return { message, sender: usesMailbox(tenant, mail) ? mailbox : senderOf(mail, env) };
    },
    now: () => systemClock.now().getTime(),
    random: Math.random,
  });
}

/** Whether emails go to the mailbox instead of being sent: always those of test tenants. */
function usesMailbox({ environment }: Tenant, { sender }: Config["mail"]): boolean {
  return environment === "test" || sender === "mailbox";
}

function senderOf(mail: Config["mail"], { EMAIL }: Env): EmailSender {
  return mail.sender === "ses" ? new SesSender(mail.ses, pause) : new CloudflareSender(EMAIL, pause);
}

/** The settings of the deployment. Throws if one is missing or invalid. */
export function completeConfig(env: Env): Config {
  const config = readConfig(env);
  if ("problems" in config) throw new Error("The service is misconfigured.");
  return config;
}
