import { R2Bucket } from "@pulumi/cloudflare/r2bucket.js";
import { R2BucketLifecycle } from "@pulumi/cloudflare/r2bucketLifecycle.js";
import * as pulumi from "@pulumi/pulumi";
import { EXPORTS, nameFor } from "../names.ts";
import type { StackConfig } from "../stack-config.ts";
import { adoptOptions, retainOptions } from "./resource-options.ts";
import { step } from "./step.ts";

export type FilesArgs = Pick<StackConfig, "stack" | "preview" | "accountId" | "location" | "adopt">;

const DAY_SECONDS = 24 * 60 * 60;

/** The R2 bucket. It is private: only the Worker reads it. */
export class Files extends pulumi.ComponentResource {
  readonly bucket: pulumi.Output<string>;

  constructor(name: string, args: FilesArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:Files", name, {}, options);
    const { stack, accountId, location, adopt } = args;
    const bucket = new R2Bucket(
      "files",
      {
        accountId,
        name: adopt.files?.name ?? nameFor(stack, "files"),
        ...(location !== undefined && { location }),
      },
      // The location applies at creation only.
      { ...retainOptions(this, args), ...adoptOptions(adopt.files), ignoreChanges: ["location"] },
    );
    const rule = (id: string, prefix: string) => ({ id, enabled: true, conditions: { prefix } });
    const after = (days: number) => ({ type: "Age", maxAge: days * DAY_SECONDS });
    new R2BucketLifecycle(
      "files",
      {
        accountId,
        bucketName: bucket.name,
        rules: [
          // As long as D1's own time travel.
          { ...rule("exports", EXPORTS), deleteObjectsTransition: { condition: after(30) } },
          // The audit log is stored for good, and is rarely read after a month.
          {
            ...rule("audit", "audit/"),
            storageClassTransitions: [{ storageClass: "InfrequentAccess", condition: after(30) }],
          },
          { ...rule("broken-uploads", ""), abortMultipartUploadsTransition: { condition: after(7) } },
        ],
      },
      { parent: this },
    );
    if (args.preview) this.emptyOnDelete(accountId, bucket);
    this.bucket = bucket.name;
    this.registerOutputs({ bucket: this.bucket });
  }

  /** Empties the bucket of a pull request before its deletion, since R2 deletes empty buckets only. */
  private emptyOnDelete(accountId: string, { name }: R2Bucket): void {
    step("empty", "empty-bucket", { accountId, environment: { BUCKET: name }, when: "delete" }, { parent: this });
  }
}
