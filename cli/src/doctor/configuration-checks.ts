import { statSync } from "node:fs";
import { urlError } from "../profile/url-error.ts";
import { type Check, finding, OK } from "./check.ts";
import { isLoopback } from "./loopback.ts";

/** Checks of files and settings on this machine. */
export const CONFIGURATION_CHECKS: readonly Check[] = [
  {
    name: "profile-file",
    run: ({ profileError }) => (profileError === undefined ? OK : [fromError(profileError)]),
  },
  {
    name: "project-file",
    run: ({ project, projectError }) => {
      if (projectError !== undefined) return [fromError(projectError)];
      if (project === undefined) return "skipped";
      const { path, model, modelPath } = project;
      if (modelPath === undefined || statSync(modelPath, { throwIfNoEntry: false })?.isFile()) return OK;
      return finding(
        `${path} names the model ${model}, which doesn't exist.`,
        "Correct `model` in the file, or write the model with `cf-auth init --from-tenant`.",
      );
    },
  },
  {
    name: "url",
    run: ({ settings: { url } }) => {
      if (url === undefined) {
        return finding(
          "No service is chosen.",
          "Run `cf-auth login --url https://auth.example.com`, or set CF_AUTH_URL, or run `cf-auth init`.",
        );
      }
      const error = urlError(url);
      return error === undefined ? OK : finding(error.message, "Correct the URL of the service.");
    },
  },
  {
    name: "https",
    run: ({ settings: { url } }) => {
      if (url === undefined || urlError(url) !== undefined) return "skipped";
      const { protocol, hostname, host } = new URL(url);
      if (protocol === "https:" || isLoopback(hostname)) return OK;
      return finding(
        `${url} isn't https, so others on the network can read the credentials.`,
        `Use https://${host} as URL, and rotate credentials that were sent.`,
      );
    },
  },
];

function fromError({ message, action }: { readonly message: string; readonly action: string }) {
  return { message, fix: action };
}
