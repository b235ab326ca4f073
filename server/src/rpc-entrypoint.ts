import { WorkerEntrypoint } from "cloudflare:workers";
import { appFor } from "./zz-apps.ts";
import { AppError } from "./shared/errors/app-error.ts";
import { newId } from "./ports/ids.ts";
import { type AccountAnswer, answerAccountCall, refusalOf } from "./entries/workers-rpc.ts";

/**
 * What other Workers of the account bind to, to call procedures without HTTP. The binding carries calls and gives no
 * rights: each call brings its key or token, as every other does.
 */
export class CfAuth extends WorkerEntrypoint<Env> {
  async call(call: unknown): Promise<AccountAnswer> {
    const app = appFor(this.env);
    if (app === undefined) return refusalOf(new AppError("misconfigured"), newId("req", new Date()));
    return await answerAccountCall(app, call, (work) => this.ctx.waitUntil(work));
  }
}
