import { expect, test } from "vitest";
import { linkTarget } from "../../src/model/link-target.js";

const PAGE = "https://site.example/docs/page";

test.each([
  ["https://other.example/a?b#c", "https://other.example/a?b#c", true, "other.example"],
  ["http://other.example/", "http://other.example/", true, "other.example"],
  ["//other.example/a", "https://other.example/a", true, "other.example"],
  ["/help", "https://site.example/help", false, "/help"],
  ["../faq#a", "https://site.example/faq#a", false, "/faq"],
  ["mailto:help@site.example", "mailto:help@site.example", false, "help@site.example"],
])("%s is allowed", (url, href, isForeign, label) => {
  expect(linkTarget(url, PAGE)).toEqual({ status: "allowed", href, isForeign, label });
});

test.each([
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  " javascript:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "data:text/html,<script>1</script>",
  "vbscript:x",
  "blob:https://site.example/1",
  "file:///etc/hosts",
  "https://",
])("%j is refused", (url) => {
  expect(linkTarget(url, PAGE)).toEqual({ status: "refused" });
});
