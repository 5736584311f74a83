// Where the command is looked for, and what is said if it is not there.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const { findCommand } = require("../dist/test/command.js");
const { isRule, languageOf, notFound, ruleOf, rulesOf, testsOf } = require("../dist/test/asking.js");

const HOME = "/people/hana";

function machine(...files) {
  return { platform: "linux", home: HOME, searched: "/usr/bin:relative:/opt/bin", isFile: (name) => files.includes(name) };
}

function windows(...files) {
  return { platform: "win32", home: "C:\\hana", searched: "C:\\bin;C:\\more", isFile: (name) => files.includes(name) };
}

test("the workspace's own environment comes before the path", () => {
  const found = findCommand("", ["/work-space"], machine("/work-space/.venv/bin/nurture", "/usr/bin/nurture"));
  assert.deepEqual(found, { command: "/work-space/.venv/bin/nurture", from: "workspace" });
});

test("an environment of a folder above is found, the nearest first", () => {
  const found = findCommand("", ["/a/b/c"], machine("/a/.venv/bin/nurture", "/a/b/venv/bin/nurture"));
  assert.deepEqual(found, { command: "/a/b/venv/bin/nurture", from: "workspace" });
});

test("without an environment the path is searched, but no relative folder of it", () => {
  assert.deepEqual(findCommand("", ["/a"], machine("relative/nurture", "/opt/bin/nurture")), { command: "/opt/bin/nurture", from: "path" });
  assert.deepEqual(findCommand("", ["/a"], machine("relative/nurture")), { missing: ["/a/.venv/bin/nurture", "PATH"] });
});

test("the setting comes first, whole, from home, from the workspace or by name", () => {
  const here = machine("/x/nurture", `${HOME}/bin/nurture`, "/b/tools/nurture", "/usr/bin/nurture-next", "/a/.venv/bin/nurture");
  const found = (setting) => findCommand(setting, ["/a", "/b"], here).command;
  assert.equal(found("/x/nurture"), "/x/nurture");
  assert.equal(found("~/bin/nurture"), `${HOME}/bin/nurture`);
  assert.equal(found("tools/nurture"), "/b/tools/nurture");
  assert.equal(found(" nurture-next "), "/usr/bin/nurture-next");
});

test("a setting that names nothing is not passed over", () => {
  const found = findCommand("tools/nurture", ["/a"], machine("/usr/bin/nurture"));
  assert.deepEqual(found, { missing: ["/a/tools/nurture"] });
});

test("on windows the script of the environment and the endings of the path are known", () => {
  const inside = windows("C:\\w\\.venv\\Scripts\\nurture.exe", "C:\\more\\nurture.cmd");
  assert.equal(findCommand("", ["C:\\w"], inside).command, "C:\\w\\.venv\\Scripts\\nurture.exe");
  assert.equal(findCommand("", ["D:\\w"], inside).command, "C:\\more\\nurture.cmd");
});

test("what is said of a missing command tells what to install, in both languages", () => {
  for (const language of ["en", "ja"]) {
    const text = notFound(["/a/.venv/bin/nurture", "PATH"], language);
    for (const part of ["/a/.venv/bin/nurture", "pip install nurture-dsl", "nurture.command"]) {
      assert.ok(text.includes(part), `${part} in: ${text}`);
    }
  }
});

test("messages are in the language of the setting, else in that of vs code", () => {
  assert.deepEqual([languageOf("ja", "en"), languageOf("auto", "ja"), languageOf("auto", "de")], ["ja", "ja", "en"]);
});

test("of findings only ours name rules, each once", () => {
  const findings = [
    { source: "nurture", code: "F203" },
    { source: "nurture", code: { value: "F203" } },
    { source: "other", code: "X1" },
    { source: "nurture" },
  ];
  assert.deepEqual(rulesOf(findings), ["F203"]);
});

test("only a rule's number or name is handed to the command", () => {
  assert.deepEqual(["F203", "unreachable-branch", "--help", "a b", "", "F2"].map(isRule), [true, true, false, false, false, false]);
  assert.deepEqual(ruleOf("F203", "ja"), ["rule", "F203", "--lang", "ja"]);
  assert.deepEqual(testsOf("/a b/c.nurture", "en"), ["test", "/a b/c.nurture", "--lang", "en"]);
});
