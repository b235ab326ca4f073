import { t } from "../pipeline/init.ts";
import { outboxRouter } from "./zz-mail--outbox-router.ts";
import { templatesRouter } from "./zz-mail--templates-router.ts";

export const mailRouter = t.router({ templates: templatesRouter, ...outboxRouter });
