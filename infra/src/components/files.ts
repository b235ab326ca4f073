import { R2Bucket } from "@pulumi/cloudflare/r2bucket.js";
import { R2BucketLifecycle } from "@pulumi/cloudflare/r2bucketLifecycle.js";
import * as pulumi from "@pulumi/pulumi";
import { LIFECYCLE_RULES } from "../lifecycle-rules.ts";
import { nameFor } from "../names.ts";
import type { StackConfig } from "../stack-config.ts";
import { adoptOptions, retainOptions } from "./resource-options.ts";
import { step } from "./step.ts";

export type FilesArgs = Pick<StackConfig, "stack" | "preview" | "accountId" | "location" | "adopt">;

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
    new R2BucketLifecycle(
      "files",
      {
        accountId,
        bucketName: bucket.name,
        rules: LIFECYCLE_RULES,
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
