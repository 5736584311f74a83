// The extension: starts `nurture lsp` where nurture is found, and says what to do where it is not.

import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { LanguageClient, type ServerOptions, TransportKind } from "vscode-languageclient/node";

import { type Language, isRule, languageOf, notFound, ruleOf, rulesOf, testsOf } from "./asking";
import { findCommand } from "./command";

const RULES = "nurture-rule";
const HOW_TO_INSTALL = { en: "Open the settings", ja: "設定を開く" } as const;

let client: LanguageClient | undefined;
let output: vscode.OutputChannel;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  output = vscode.window.createOutputChannel("Nurture");
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("nurture.restart", restart),
    vscode.commands.registerCommand("nurture.testFile", testFile),
    vscode.commands.registerCommand("nurture.showRule", showRule),
    vscode.workspace.registerTextDocumentContentProvider(RULES, { provideTextDocumentContent: rulePage }),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("nurture.command") || change.affectsConfiguration("nurture.language")) {
        await restart();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function start(): Promise<void> {
  const command = vscode.workspace.isTrusted ? await commandOrSentence() : undefined;
  if (!command) {
    return;
  }
  const started: ServerOptions = {
    command,
    args: ["lsp"],
    transport: TransportKind.stdio,
    options: { cwd: folders()[0] },
  };
  client = new LanguageClient("nurture", "Nurture", started, {
    documentSelector: [
      { scheme: "file", language: "nurture" },
      { scheme: "untitled", language: "nurture" },
      { scheme: "file", language: "markdown", pattern: "**/templates/**/*.md" },
      { scheme: "file", language: "html", pattern: "**/templates/**/*.html" },
    ],
    initializationOptions: { language: language() },
    outputChannel: output,
  });
  try {
    await client.start();
    output.appendLine(`nurture: ${command}`);
  } catch (error) {
    client = undefined;
    output.appendLine(String(error));
    void vscode.window.showErrorMessage(said(`nurture could not be started: ${command}`, `nurture を起動できません：${command}`));
  }
}

async function restart(): Promise<void> {
  const old = client;
  client = undefined;
  await old?.stop().catch((error: unknown) => output.appendLine(String(error)));
  await start();
}

/** The command, or nothing after the sentence that says what to install. */
async function commandOrSentence(): Promise<string | undefined> {
  const setting = vscode.workspace.getConfiguration("nurture").get<string>("command", "");
  const found = findCommand(setting, folders(), {
    platform: process.platform,
    home: homedir(),
    searched: process.env["PATH"] ?? "",
    isFile: (name) => statSync(name, { throwIfNoEntry: false })?.isFile() ?? false,
  });
  if ("command" in found) {
    return found.command;
  }
  const answer = HOW_TO_INSTALL[language()];
  void vscode.window.showErrorMessage(notFound(found.missing, language()), answer).then((picked) => {
    if (picked === answer) {
      void vscode.commands.executeCommand("workbench.action.openSettings", "nurture.command");
    }
  });
  return undefined;
}

async function testFile(): Promise<void> {
  const file = vscode.window.activeTextEditor?.document;
  if (!file || file.languageId !== "nurture" || file.isUntitled) {
    return;
  }
  await file.save();
  const command = await commandOrSentence();
  if (!command) {
    return;
  }
  const run = new vscode.ProcessExecution(command, testsOf(file.uri.fsPath, language()), { cwd: dirname(file.uri.fsPath) });
  const scope = vscode.workspace.getWorkspaceFolder(file.uri) ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task({ type: "nurture" }, scope, said("tests of this file", "このファイルのテスト"), "nurture", run);
  await vscode.tasks.executeTask(task);
}

/** The page of the rule under the cursor, else of its line, else of the file; of one that is typed if there are no findings. */
async function showRule(wished?: unknown): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const all = editor ? vscode.languages.getDiagnostics(editor.document.uri) : [];
  const here = all.filter((each) => editor && each.range.intersection(editor.selection));
  const line = all.filter((each) => editor && each.range.start.line <= editor.selection.active.line && editor.selection.active.line <= each.range.end.line);
  const nearest = [here, line, all].find((found) => found.length > 0) ?? [];
  const rules = typeof wished === "string" ? [wished] : rulesOf(nearest);
  const rule = rules.length > 1 ? await vscode.window.showQuickPick(rules) : (rules[0] ?? (await askedRule()));
  if (!rule || !isRule(rule)) {
    return;
  }
  const page = await vscode.workspace.openTextDocument(vscode.Uri.parse(`${RULES}:${rule}`));
  await vscode.window.showTextDocument(page, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}

function askedRule(): Thenable<string | undefined> {
  return vscode.window.showInputBox({ prompt: said("Which rule? Its number or name.", "どの規則ですか。番号か名前を入力してください。"), placeHolder: "F203" });
}

async function rulePage(address: vscode.Uri): Promise<string> {
  const command = await commandOrSentence();
  if (!command || !isRule(address.path)) {
    return "";
  }
  return new Promise((resolve) => {
    execFile(command, ruleOf(address.path, language()), { cwd: folders()[0], encoding: "utf8" }, (error, page, complaint) =>
      resolve(error && !page ? complaint || String(error) : page),
    );
  });
}

function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter((each) => each.uri.scheme === "file").map((each) => each.uri.fsPath);
}

function language(): Language {
  return languageOf(vscode.workspace.getConfiguration("nurture").get<string>("language", "auto"), vscode.env.language);
}

function said(en: string, ja: string): string {
  return language() === "ja" ? ja : en;
}
