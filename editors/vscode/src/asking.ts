// What is said to people, and what is asked of the command. Knows nothing of VS Code.

export type Language = "en" | "ja";

/** The language of messages: the setting, or what VS Code speaks. */
export function languageOf(setting: string, shown: string): Language {
  if (setting === "en" || setting === "ja") {
    return setting;
  }
  return shown.toLowerCase().startsWith("ja") ? "ja" : "en";
}

/** The sentence for somebody who has not installed nurture. `missing`: where it was looked for. */
export function notFound(missing: readonly string[], language: Language): string {
  const places = missing.join(", ");
  return language === "ja"
    ? `nurture が見つかりません（探した場所：${places}）。ワークスペースで「python -m venv .venv」、次に「.venv/bin/pip install nurture-dsl」` +
        "（Windows では「.venv\\Scripts\\pip」）を実行するか、設定「nurture.command」に場所を書いてください。"
    : `nurture was not found (looked at: ${places}). In the workspace call \`python -m venv .venv\` and then ` +
        "`.venv/bin/pip install nurture-dsl` (on Windows `.venv\\Scripts\\pip`), or say in the setting `nurture.command` where it is.";
}

/** A finding as VS Code keeps it. */
export interface Finding {
  source?: string;
  code?: string | number | { value: string | number };
}

/** The numbers of the rules behind findings, each once: `F203`. */
export function rulesOf(findings: readonly Finding[]): string[] {
  const codes = findings
    .filter((each) => each.source === "nurture" && each.code !== undefined)
    .map((each) => String(typeof each.code === "object" ? each.code.value : each.code));
  return [...new Set(codes)];
}

/** Whether it can be a rule's number or name; nothing else is handed to the command. */
export function isRule(text: string): boolean {
  return /^(?:[A-Z][0-9]{3}|[a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.test(text);
}

/** What the command is called with to run the tests of one file. */
export function testsOf(file: string, language: Language): string[] {
  return ["test", file, "--lang", language];
}

/** What the command is called with to show a rule. */
export function ruleOf(rule: string, language: Language): string[] {
  return ["rule", rule, "--lang", language];
}
