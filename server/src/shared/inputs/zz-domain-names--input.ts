import * as z from "zod";
import { DOMAIN_NAME_FORM, readDomainName } from "../domain-name.ts";

/** A domain name, which becomes lower-case ASCII. */
export const domainNameInput = z
  .string()
  .max(253)
  .check((given) => {
    const read = readDomainName(given.value);
    if ("name" in read) given.value = read.name;
    else given.issues.push({ code: "custom", message: read.problem, input: given.value });
  })
  .meta({ pattern: `^${DOMAIN_NAME_FORM}$`, "x-reads": "domain name" });
