import { t } from "../rpc/init.ts";
import { outboxRouter } from "./outbox-router.ts";
import { templatesRouter } from "./templates-router.ts";

export const mailRouter = t.router({ templates: templatesRouter, ...outboxRouter });
