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
])("takes %s", (html) => expect(checkMarkup(html)).toEqual([]));

describe("refuses", () => {
  it.each([
    ["a script", "<script>alert(1)</script>", "<script> is not taken."],
    ["a form", "<form>", "<form> is not taken."],
    ["a frame", '<iframe src="https://x"></iframe>', "<iframe> is not taken."],
    ["a value as an attribute", "<p {{brand}}>", "The attribute {{brand}} is not taken."],
    ["a handler", '<p onclick="x()">', "The attribute onclick is not taken."],
    ["a refresh", '<meta http-equiv="refresh" content="0;url=https://x">', "The attribute http-equiv is not taken."],
    ["a script as a link", '<a href="javascript:x()">', "A link leads to https:, http: or mailto:."],
    [
      "a link in part",
      '<a href="https://x/?to={{link}}">',
      "No placeholder may stand in href, except {{link}} as the whole of an href.",
    ],
    [
      "a link that is given away",
      '<img src="{{link}}">',
      "No placeholder may stand in src, except {{link}} as the whole of an href.",
    ],
    [
      "a value in a style",
      '<p style="{{brand}}">',
      "No placeholder may stand in style, except {{link}} as the whole of an href.",
    ],
    ["what follows a comment that ends early", "<!--> <script> -->", "<script> is not taken."],
    ["what follows a comment that ends oddly", "<!-- --!> <script> -->", "<script> is not taken."],
    ["a value in a comment", "<!-- {{brand}} -->", "No placeholder may stand in a comment or <style>."],
    ["a value in a style sheet", "<style>{{brand}}</style>", "No placeholder may stand in a comment or <style>."],
    ["a picture over http", '<img src="http://x/a.png">', "The src of <img> begins with https:."],
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

/** So many characters that work which grew with their square would not end. */
const MANY = 4_000_000;

it("does work in proportion to many comments", () => {
  expect(checkMarkup("<!---->".repeat(MANY / 7))).toEqual([]);
});

it.each([
  ["spaces", `<p${" ".repeat(MANY)}`],
  ["attributes", `<p${" a".repeat(MANY / 2)}`],
  ["quotes", `<p${' a="b"'.repeat(MANY / 6)} "`],
  ["tags", "<p".repeat(MANY / 2)],
  ["comments", "<!---".repeat(MANY / 5)],
])("does work in proportion to many %s", (_, html) => {
  expect(checkMarkup(html)).toHaveLength(1);
});
