import { describe, expect, it } from "vitest";
import { checkMarkup } from "./html-template.ts";

it.each([
  "just text, 1 > 0",
  '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{brand}}</title></head><body></body></html>',
  `<p style="color:red" class='a b'>{{brand}}<br/></p>`,
  '<a href="{{link}}">x</a><a href="{{ link }}">x</a><a href="mailto:help@example.com">x</a>',
  '<img src="https://example.com/a.png" alt="{{brand}}" width="10">',
  "<!--[if mso]><table><tr><td><![endif]-->{{link}}<!-- end -->",
  "<style>a{color:red}</style>{{link}}",
])("accepts %s", (html) => expect(checkMarkup(html)).toEqual([]));

describe("refuses", () => {
  it.each([
    ["a script", "<script>alert(1)</script>", "The tag <script> is not allowed."],
    ["a form", "<form>", "The tag <form> is not allowed."],
    ["a frame", '<iframe src="https://x"></iframe>', "The tag <iframe> is not allowed."],
    ["a value as an attribute", "<p {{brand}}>", "The attribute {{brand}} is not allowed."],
    ["a handler", '<p onclick="x()">', "The attribute onclick is not allowed."],
    ["a refresh", '<meta http-equiv="refresh" content="0;url=https://x">', "The attribute http-equiv is not allowed."],
    ["a script as a link", '<a href="javascript:x()">', "A link must begin with https:, http:, mailto: or #."],
    [
      "a link in part",
      '<a href="https://x/?to={{link}}">',
      "Placeholders are not allowed in href. The only exception is {{link}} as the whole value of href.",
    ],
    [
      "a link that leaks to an image host",
      '<img src="{{link}}">',
      "Placeholders are not allowed in src. The only exception is {{link}} as the whole value of href.",
    ],
    [
      "a value in a style",
      '<p style="{{brand}}">',
      "Placeholders are not allowed in style. The only exception is {{link}} as the whole value of href.",
    ],
    ["what follows a comment that ends early", "<!--> <script> -->", "The tag <script> is not allowed."],
    ["what follows a comment that ends oddly", "<!-- --!> <script> -->", "The tag <script> is not allowed."],
    ["a value in a comment", "<!-- {{brand}} -->", "Placeholders are not allowed in comments and <style>."],
    ["a value in a style sheet", "<style>{{brand}}</style>", "Placeholders are not allowed in comments and <style>."],
    ["a picture over http", '<img src="http://x/a.png">', "The src of <img> must begin with https:."],
  ])("%s", (_, html, message) => expect(checkMarkup(html)).toEqual([message]));

  it.each([
    ["an attribute without quotes", "<p>\n<p title={{brand}}>"],
    ["a value as a tag", "\n<{{brand}}>"],
    ["a value as part of a tag", "\n<p class=a{{brand}}>"],
    ["a quote that does not end", '\n<p title="{{brand}}>'],
    ["a comment that does not end", "\n<!-- {{brand}}"],
    ["a style sheet that does not end", "\n<style>{{brand}}"],
    ["a declaration", "\n<![CDATA[{{brand}}]]>"],
  ])("%s, naming the line", (_, html) => {
    expect(checkMarkup(html)).toEqual([expect.stringMatching(/^Line 2: /)]);
  });
});

/** Number of characters for which quadratic work would not end. */
const MANY = 4_000_000;

it("takes linear time for many comments", () => {
  expect(checkMarkup("<!---->".repeat(MANY / 7))).toEqual([]);
});

it.each([
  ["spaces", `<p${" ".repeat(MANY)}`],
  ["attributes", `<p${" a".repeat(MANY / 2)}`],
  ["quotes", `<p${' a="b"'.repeat(MANY / 6)} "`],
  ["tags", "<p".repeat(MANY / 2)],
  ["comments", "<!---".repeat(MANY / 5)],
])("takes linear time for many %s", (_, html) => {
  expect(checkMarkup(html)).toHaveLength(1);
});
