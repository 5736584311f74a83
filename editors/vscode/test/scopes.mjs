// Reads [{ name, text }] as JSON from the standard input and prints what VS Code's own reader of grammars makes of each text:
// { name: [[line, start, end, scopes], …] }, lines from 0, columns in UTF-16 units. `node scopes.mjs FOLDER-WITH-node_modules`.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(process.argv[2] ?? join(HERE, ".."), "package.json"));
const { loadWASM, OnigScanner, OnigString } = require("vscode-oniguruma");
const { INITIAL, parseRawGrammar, Registry } = require("vscode-textmate");

const MARKDOWN = { scopeName: "text.html.markdown", patterns: [], repository: {} };
const FILES = { "source.nurture": "nurture.tmLanguage.json", "nurture.mail.injection": "mail.injection.json" };

await loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new OnigScanner(patterns),
    createOnigString: (text) => new OnigString(text),
  }),
  loadGrammar: async (scope) => {
    if (scope === MARKDOWN.scopeName) {
      return MARKDOWN;
    }
    const path = FILES[scope] && join(HERE, "../syntaxes", FILES[scope]);
    return path ? parseRawGrammar(readFileSync(path, "utf8"), path) : null;
  },
  getInjections: (scope) => (scope === MARKDOWN.scopeName ? ["nurture.mail.injection"] : []),
});

const answer = {};
for (const { name, text } of JSON.parse(readFileSync(0, "utf8"))) {
  const grammar = await registry.loadGrammar(name.endsWith(".md") ? MARKDOWN.scopeName : "source.nurture");
  let stack = INITIAL;
  answer[name] = text.split("\n").flatMap((line, number) => {
    const read = grammar.tokenizeLine(line, stack);
    stack = read.ruleStack;
    return read.tokens.map((token) => [number, token.startIndex, Math.min(token.endIndex, line.length), token.scopes]);
  });
}
process.stdout.write(JSON.stringify(answer));
