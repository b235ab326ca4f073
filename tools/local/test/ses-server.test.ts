import { describe, expect, it } from "vitest";
import { type Expected, refusalOf } from "./ses-server.ts";

/** The example of AWS's own documentation, signature and all: what the server checks is checked by neither side of it. */
const expected: Expected = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
  service: "iam",
  now: Date.parse("2015-08-30T12:36:00Z"),
};
const authorization =
  "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, " +
  "SignedHeaders=content-type;host;x-amz-date, " +
  "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
const request = {
  method: "GET",
  path: "/?Action=ListUsers&Version=2010-05-08",
  headers: {
    host: "iam.amazonaws.com",
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    "x-amz-date": "20150830T123600Z",
    authorization,
  },
  body: "",
};

it("takes what AWS signed", () => {
  expect(refusalOf(request, expected)).toBeUndefined();
});

describe("refuses", () => {
  const { headers } = request;
  it.each([
    ["another method", { ...request, method: "POST" }, {}],
    ["another path", { ...request, path: "/x?Action=ListUsers&Version=2010-05-08" }, {}],
    ["another body", { ...request, body: "x" }, {}],
    ["another header", { ...request, headers: { ...headers, host: "ses.amazonaws.com" } }, {}],
    ["another secret", request, { secretAccessKey: "x" }],
    ["another service", request, { service: "ses" }],
    ["another time", request, { now: Date.parse("2015-08-30T12:42:00Z") }],
    ["no signature", { ...request, headers: { ...headers, authorization: "" } }, {}],
    [
      "a signature that leaves out the host",
      { ...request, headers: { ...headers, authorization: authorization.replace("host;", "") } },
      {},
    ],
  ])("%s", (_, altered, other) => {
    expect(refusalOf(altered, { ...expected, ...other })).toEqual(expect.any(String));
  });
});
