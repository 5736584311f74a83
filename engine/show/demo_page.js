"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const panel = document.getElementById("panel");
const text = (number) => data.texts[number] || "";
const byId = new Map(data.leads.map((lead, number) => [lead[0], number]));
let crowd = "";

function make(name, content, attributes = {}) {
  const made = Object.assign(document.createElement(name), attributes);
  for (const one of [content].flat()) made.append(one);
  return made;
}

function bar(back) {
  const left = back ? make("a", "← " + data.words.back, { href: back }) : make("span", "");
  return make("nav", [left, make("a", data.words.close + " ×", { href: "#close" })]);
}

function row(number) {
  const [id, name, company, stage, group, levels] = data.leads[number];
  const told = [text(company), text(stage), text(levels), data.words[text(group)]].filter(Boolean).join(" · ");
  return make("li", make("a", [name || id, make("small", told)], { href: "#lead/" + id }));
}

function showCrowd(name) {
  crowd = name;
  const found = name ? data.crowds[name] || [] : data.leads.map((_, number) => number);
  const list = make("ul", found.map(row));
  const search = make("input", [], { placeholder: data.words.search, type: "search" });
  search.setAttribute("aria-label", data.words.search);
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const item of list.children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  });
  const title = name ? name.split("/").slice(1).map((part) => data.words[part] || part).join(" › ") : data.words.all;
  panel.replaceChildren(bar(""), make("h2", title), make("small", found.length + " " + data.words.leads), search, list);
}

function showLead(id) {
  const number = byId.get(id);
  if (number === undefined) return showCrowd("");
  const [, name, company, stage, group, levels, timeline, mails] = data.leads[number];
  const told = [text(company), text(stage), text(levels), data.words[text(group)], id].filter(Boolean).join(" · ");
  const beats = timeline.map(([when, what, results]) =>
    make("li", [make("time", when), make("div", [make("b", text(what)), ...results.map(([said, rule]) =>
      make("span", [text(said), " ", make("code", text(rule))], { className: "result" }))])]));
  const sent = mails.map(([mail, state, when, why, rule]) =>
    make("li", [make("time", when), make("div", [make("b", text(mail)), make("span", [[text(state), text(why)].filter(Boolean).join(" · "), " ",
      make("code", text(rule))], { className: "result" })])]));
  panel.replaceChildren(bar("#crowd/" + encodeURI(crowd)), make("h2", name || id), make("small", told),
    make("h3", data.words.history), make("ol", beats, { className: "beats" }),
    make("h3", data.words.messages), make("ol", sent, { className: "beats" }));
}

function show() {
  const [, kind, name] = /^#(crowd|lead)\/(.*)$/.exec(location.hash) || [];
  panel.hidden = !kind;
  if (kind === "crowd") showCrowd(decodeURIComponent(name));
  if (kind === "lead") showLead(decodeURIComponent(name));
  panel.scrollTop = 0;
}

addEventListener("hashchange", show);
addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) location.hash = "close"; });
show();
