// Speaks with the real `nurture lsp` as the extension does. NURTURE_COMMAND: the command and its words, as a JSON list.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } =
  createRequire(import.meta.url)("vscode-languageserver-protocol/node");

const words = process.env.NURTURE_COMMAND ? JSON.parse(process.env.NURTURE_COMMAND) : undefined;
const BROKEN = 'segment 大口 while tagged VIP\n';

test("the server greets, finds a mistake, and has none once it is put right", { skip: words ? false : "NURTURE_COMMAND is not set", timeout: 60000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "nurture-"));
  writeFileSync(join(folder, "nurture.toml"), '[workspace]\nname = "small"\n');
  const server = spawn(words[0], [...words.slice(1), "lsp"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const heard = [];
  let wake = () => {};
  connection.onNotification("textDocument/publishDiagnostics", (told) => {
    heard.push(told);
    wake();
  });
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const until = async (holds) => {
    while (!holds(heard.at(-1))) {
      await new Promise((resolve) => (wake = resolve));
    }
    return heard.at(-1);
  };
  try {
    const greeting = await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "small" }],
      capabilities: { textDocument: { publishDiagnostics: { relatedInformation: true } } },
      initializationOptions: { language: "ja" },
    });
    assert.equal(greeting.serverInfo.name, "nurture");
    await connection.sendNotification("initialized", {});
    const uri = pathToFileURL(join(folder, "a.nurture")).href;
    await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "nurture", version: 1, text: BROKEN } });
    const found = await until((told) => told?.diagnostics.some((each) => each.code === "E121"));
    const { range, source, message } = found.diagnostics.find((each) => each.code === "E121");
    assert.equal(source, "nurture");
    assert.deepEqual(range, { start: { line: 0, character: 24 }, end: { line: 0, character: 27 } });
    assert.match(message, /引用符/);
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: '"VIP"' }],
    });
    await until((told) => told?.uri === uri && !told.diagnostics.some((each) => each.code === "E121"));
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    assert.equal(await new Promise((resolve) => server.once("exit", resolve)), 0);
  } finally {
    connection.dispose();
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
