"use strict";
(async () => {
  const at = (id) => document.getElementById(id);
  const make = (name, text, attributes) => {
    const node = document.createElement(name);
    if (text !== undefined) node.textContent = text;
    return Object.assign(node, attributes);
  };
  const choices = await (await fetch("choices")).json();
  const state = { toml: choices.toml, levers: {}, models: null, form: null, stance: "study", lang: "en" };
  // A link holds the scenario as text, the stance and the language.
  const link = new URLSearchParams(location.hash.slice(1));
  const opened = link.get("toml") || choices.toml;
  state.toml = opened;
  if (link.get("stance") === "sceptical") state.stance = "sceptical";
  state.lang = link.get("lang") || ((navigator.language || "").startsWith("ja") ? "ja" : "en");
  if (state.lang !== "ja") state.lang = "en";

  const page = crypto.getRandomValues(new Uint32Array(4)).join("-");
  // Where levers stand in the scenario as it was opened, and in the last answer, to which models and forms bring levels.
  let stands = null, present = null;
  // The answer while no lever was moved, the question that finds it out, and the question that is answered on the page.
  let start = null, beginning = null, answered = "";
  let number = 0, opening = 0, flight = null, still = 0, pace = 0;
  const t = (name, values) => {
    let text = choices.text[state.lang][name] || name;
    for (const key in values || {}) text = text.replaceAll("{" + key + "}", values[key]);
    return text;
  };
  const name = (thing) => thing[state.lang];
  const ask = (replicates) => ({
    page, number: ++number, replicates, toml: state.toml, levers: state.levers,
    models: state.models, form: state.form, stance: state.stance, lang: state.lang,
  });
  const charts = drawing({ at, make, t, state });
  const post = (what, body, signal) => fetch(what, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal,
  });
  // A response that answers. Of any other it is thrown what is wrong, in words for the page.
  const reply = async (what, body, signal) => {
    const response = await post(what, body, signal);
    if (response.ok) return response;
    const { error, stale } = await response.json().catch(() => ({}));
    throw Object.assign(new Error(), { refused: error, stale });
  };
  const scenario = async () => (await reply("scenario", ask(1))).json();
  const faults = {};
  const wrong = (of, text) => {
    faults[of] = text;
    const told = [...new Set(Object.values(faults).filter(Boolean))];
    at("wrong").hidden = !told.length;
    at("wrong").textContent = told.join("\n");
  };

  // ---- levers ---------------------------------------------------------------------------------
  const shown = (lever, value) => {
    if (value === null || value === undefined) return "–";
    return lever.range[1] > 5 ? Math.round(value).toLocaleString("en-US") : value.toFixed(2);
  };
  const sliders = {};
  const build = () => {
    for (const lever of choices.levers) {
      const label = make("label", undefined, { className: "lever" });
      const head = make("span"), text = make("span", name(lever)), output = make("output");
      const note = make("p", "", { className: "small", id: "note-" + lever.id, hidden: true });
      const input = make("input", undefined, { type: "range", min: lever.range[0], max: lever.range[1], step: lever.range[2], id: "lever-" + lever.id });
      head.append(text, output);
      // Without this the label would be that of the output, which comes first.
      label.htmlFor = input.id;
      label.append(head, input);
      input.setAttribute("aria-describedby", note.id);
      at(lever.main ? "main-levers" : "more-levers").append(label, note);
      sliders[lever.id] = { lever, label, text, output, input, note };
      input.addEventListener("input", () => {
        if (!stands) return;
        state.levers[lever.id] = Number(input.value);
        note.hidden = true;
        output.textContent = shown(lever, Number(input.value));
        label.classList.add("moved");
        changed();
      });
    }
    for (const model of choices.models) {
      const label = make("label", undefined, { className: "model" });
      const input = make("input", undefined, { type: "checkbox", value: model.number });
      const text = make("span", model.number + ". " + name(model));
      Object.assign(model, { text, input });
      label.append(input, text);
      at("models").append(label);
      input.addEventListener("change", () => {
        const chosen = choices.models.filter((m) => m.input.checked).map((m) => m.number);
        state.models = String(chosen) === String(stands.models) ? null : chosen;
        changed();
      });
    }
    const groups = {};
    for (const file of choices.scenarios) {
      const folder = file.includes("/") ? file.split("/")[0] : "";
      if (folder && !groups[folder]) groups[folder] = make("optgroup", undefined, { label: folder });
      (folder ? groups[folder] : at("scenario")).append(make("option", file.replace(/^.*\//, "").replace(".toml", ""), { value: file }));
    }
    at("scenario").append(...Object.values(groups));
    at("scenario").prepend(make("option", "", { value: "", id: "own" }));
    at("form").append(make("option", "", { value: "", id: "as-is" }), ...choices.forms.map((f) => {
      f.option = make("option", name(f), { value: f.slug });
      return f.option;
    }));
    const extended = /^extends = "([^"]+)"\s*$/.exec(opened);
    at("scenario").value = extended && choices.scenarios.includes(extended[1]) ? extended[1] : "";
    at("own").hidden = at("scenario").value !== "";
    at("stance").value = state.stance;
    at("lang").value = state.lang;
  };
  const place = () => {
    const now = present || stands;
    for (const id in sliders) {
      const { lever, label, input, output, note } = sliders[id];
      const moved = id in state.levers;
      const value = moved ? state.levers[id] : now && now.levers[id];
      const several = !moved && now && now.several.includes(id), varies = !moved && now && now.varies.includes(id);
      input.disabled = !stands || value === null;
      if (!input.disabled) input.value = value;
      output.textContent = several ? t("SEVERAL") : shown(lever, value);
      note.textContent = several ? t("DIFFERS") : varies ? t("VARIES") : "";
      note.hidden = !note.textContent;
      label.classList.toggle("moved", moved);
    }
    // Without an operation there are no models and no form to choose.
    const idle = !stands || !stands.operations;
    at("idle").hidden = !stands || !idle;
    at("form").disabled = idle;
    const ticked = state.models || (stands ? stands.models : []);
    for (const model of choices.models) Object.assign(model.input, { disabled: idle, checked: ticked.includes(model.number) });
  };
  // Where a lever stood in the scenario as it was opened.
  const before = (id) => {
    if (stands.several.includes(id)) return t("SEVERAL");
    const value = shown(sliders[id].lever, stands.levers[id]);
    return stands.varies.includes(id) ? t("AROUND", { value }) : value;
  };
  const named = (models) => models.map((n) => name(choices.models.find((m) => m.number === n))).join(", ") || t("NO_MODELS");
  const speak = () => {
    document.documentElement.lang = state.lang;
    document.title = t("TITLE") + " – pkosim";
    document.querySelectorAll("[data-t]").forEach((node) => { node.textContent = t(node.dataset.t); });
    at("own").textContent = t("OWN");
    at("as-is").textContent = t("AS_IS");
    for (const id in sliders) sliders[id].text.textContent = name(sliders[id].lever);
    for (const model of choices.models) model.text.textContent = model.number + ". " + name(model);
    for (const form of choices.forms) form.option.textContent = name(form);
  };

  // ---- answers --------------------------------------------------------------------------------
  // The largest unit of a number: M and bn, or 万 and 億 as people count in Japanese.
  const unit = (size) => {
    const units = state.lang === "ja" ? [[1e12, "兆"], [1e8, "億"], [1e6, "万", 1e4]] : [[1e9, " bn"], [1e6, " M"]];
    const found = units.find((u) => size >= u[0]);
    return found ? [found[2] || found[0], found[1]] : [1, ""];
  };
  // A number with its error, rounded to the error's two leading digits.
  const plusMinus = (value, error) => {
    const [divisor, suffix] = unit(Math.max(Math.abs(value), error));
    const [v, e] = [value / divisor, error / divisor];
    const places = e > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(e)))) : 2;
    const write = (x) => Math.abs(x).toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });
    return (value > 0 ? "+" : "−") + write(v) + " ± " + write(e) + suffix;
  };
  const since = (outcome) => {
    const before = start && start.outcomes.find((o) => o.id === outcome.id);
    if (!before || before.mean === null || outcome.mean === null) return "";
    // Replicate by replicate under the same luck. A ratio is told of whole ensembles only: its error is that of independent
    // runs, the most it can be expected to be.
    const apart = [outcome.mean - before.mean, Math.hypot(outcome.mcse || 0, before.mcse || 0)];
    const [difference, error] = (outcome.since || apart).map((v) => v * (outcome.share ? 100 : 1));
    if (difference === 0) return "0";
    return plusMinus(difference, error) + (outcome.share ? (state.lang === "ja" ? "ポイント" : " pp") : "");
  };
  const list = (id, texts) => at(id).replaceChildren(...texts.map((text) => make("li", text)));
  const show = (answer) => {
    at("what").textContent = answer.name;
    const cards = ["success", "lives_saved", "months_at_war", "cost_usd"].map((id) => answer.outcomes.find((o) => o.id === id)).filter(Boolean);
    at("cards").replaceChildren(...cards.map((o) => {
      const card = make("div", undefined, { className: "card" });
      // Where a number and its error do not fit beside each other, the error goes below.
      const value = (o.mission || o.difference).replace(/ (?!±)/g, "\u00a0");
      card.append(make("h3", o.label), make("p", value, { className: "value" }));
      const beside = o.none && o.none !== "–" && o.none !== "0 ± 0";
      if (beside) card.append(make("p", t("WITHOUT") + ": " + o.none, { className: "none" }));
      if (beside && o.difference && o.mission) card.append(make("p", t("DIFFERENCE") + ": " + o.difference));
      const moved = since(o);
      if (moved && moved !== "0") card.append(make("p", t("SINCE") + ": " + moved));
      return card;
    }));
    at("outcomes").tBodies[0].replaceChildren(...answer.outcomes.map((o) => {
      const row = make("tr"), head = make("th", o.label);
      head.scope = "row";
      row.append(head, ...[o.mission, o.none, o.difference, since(o)].map((text) => make("td", text, { className: "n" })));
      return row;
    }));
    const parts = answer.split;
    at("split").hidden = !parts.length;
    at("split-later").hidden = parts.length > 0;
    at("split").tBodies[0].replaceChildren(...parts.map((p) => {
      const row = make("tr"), head = make("th", p.label);
      head.scope = "row";
      const share = (v) => v === null ? "" : " (" + Math.round(100 * v) + " %)";
      row.append(head, make("td", p.parameters + share(p.share), { className: "n" }), make("td", p.chance + share(p.share === null ? null : 1 - p.share), { className: "n" }), make("td", p.error, { className: "n" }));
      return row;
    }));
    list("said", answer.said);
    list("doubts", answer.doubts);
    const moved = Object.keys(state.levers).map((id) => name(sliders[id].lever) + ": " + before(id) + " → " + shown(sliders[id].lever, state.levers[id]));
    if (state.models) moved.push(t("MODELS") + ": " + (stands.several_models ? t("SEVERAL") : named(stands.models)) + " → " + named(state.models));
    if (state.form) moved.push(t("FORM") + ": " + name(choices.forms.find((f) => f.slug === state.form)));
    list("changed", moved.length ? moved : [t("UNCHANGED")]);
    charts(answer);
  };
  const unmoved = () => !Object.keys(state.levers).length && !state.models && !state.form;
  // Results belong to the question that they answer: while another is asked they are dimmed, and not saved.
  const key = () => JSON.stringify([state.toml, state.levers, state.models, state.form, state.stance]);
  const fresh = () => {
    const stale = answered !== key();
    at("results").classList.toggle("stale", stale);
    document.querySelectorAll("[data-save]").forEach((button) => {
      button.disabled = stale && button.dataset.save !== "scenario";
      button.title = button.disabled ? t("NOT_THERE") : "";
    });
  };
  // What has changed since the start needs a start: where a lever was moved before there was one, it is asked for first.
  const begun = async () => {
    const of = state.toml + state.stance;
    const question = { ...ask(choices.quick), levers: {}, models: null, form: null };
    const answer = await (await reply("run", question)).json();
    if (of === state.toml + state.stance) start = answer;
  };
  const begin = () => beginning ||= begun().catch(() => { beginning = null; });
  const run = async (replicates) => {
    if (flight) flight.abort();
    const mine = flight = new AbortController();
    try {
      if (!start && !unmoved()) await begin();
      if (mine !== flight) return;
      const question = key();
      const answer = await (await reply("run", ask(replicates), mine.signal)).json();
      if (mine !== flight) return;
      wrong("run", "");
      present = answer;
      if (unmoved()) start = stands = answer;
      answered = question;
      place();
      show(answer);
      fresh();
      if (replicates === choices.quick) pace = answer.ms;
      const refine = replicates < choices.most;
      at("status").textContent = t(refine ? "REFINING" : "READY", { n: answer.replicates.toLocaleString("en-US"), ms: answer.ms });
      at("status").dataset.replicates = answer.replicates;
      if (replicates < choices.quick) run(choices.quick);
      else if (refine) still = setTimeout(() => run(choices.most), 400);
    } catch (error) {
      if (mine !== flight || error.stale || error.name === "AbortError") return;
      wrong("run", error.refused);
      at("status").textContent = error.refused ? "" : t("OFFLINE");
    }
  };
  const changed = () => {
    clearTimeout(still);
    wrong("save", "");
    fresh();
    at("status").textContent = t("WORKING");
    // Where the engine is too slow for the hand, a first sketch comes before the quick answer.
    run(pace < 200 ? choices.quick : choices.sketch);
  };

  // ---- the rest of the page -------------------------------------------------------------------
  const forget = () => {
    Object.assign(state, { levers: {}, models: null, form: null });
    at("form").value = "";
    present = null;
  };
  // Levers of another scenario wait until it is known where they stand in it.
  const open = async () => {
    const mine = opening += 1;
    if (flight) flight.abort();
    clearTimeout(still);
    flight = stands = start = beginning = null;
    forget();
    place();
    fresh();
    at("status").textContent = t("WORKING");
    // What is wrong with it is told in answer to the first question.
    const told = await scenario().catch(() => null);
    if (mine !== opening) return;
    stands = told;
    place();
    changed();
  };
  at("scenario").addEventListener("change", () => {
    const file = at("scenario").value;
    state.toml = file ? "extends = \"" + file + "\"\n" : opened;
    open();
  });
  at("stance").addEventListener("change", () => { state.stance = at("stance").value; start = beginning = null; changed(); });
  at("form").addEventListener("change", () => { state.form = at("form").value || null; changed(); });
  at("lang").addEventListener("change", () => { state.lang = at("lang").value; speak(); place(); changed(); });
  at("reset").addEventListener("click", () => { forget(); place(); changed(); });
  // A link that is pasted into the open page.
  addEventListener("hashchange", () => { if (/^#(toml|stance|lang)=/.test(location.hash)) location.reload(); });
  at("levers").addEventListener("submit", (event) => event.preventDefault());

  const keep = (bytes, file) => {
    const url = URL.createObjectURL(bytes);
    make("a", undefined, { href: url, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
  // Does what a button is for, or says why not.
  const press = (button, act) => button.addEventListener("click", async () => {
    wrong("save", "");
    at("copied").textContent = "";
    try {
      await act();
    } catch (error) {
      wrong("save", error.refused || t("OFFLINE"));
      at("wrong").scrollIntoView({ block: "nearest" });
    }
  });
  document.querySelectorAll("[data-save]").forEach((button) => press(button, async () => {
    const what = button.dataset.save;
    if (what !== "scenario") return keep(await (await reply(what, ask(1))).blob(), what);
    const told = await scenario();
    keep(new Blob([told.whole], { type: "application/toml" }), "scenario.toml");
  }));
  press(at("link"), async () => {
    const told = await scenario();
    const hash = new URLSearchParams({ stance: state.stance, lang: state.lang, toml: told.toml });
    history.replaceState(null, "", "#" + hash);
    const copy = async () => navigator.clipboard.writeText(location.href);
    at("copied").textContent = await copy().then(() => t("COPIED"), () => t("NOT_COPIED"));
  });

  build();
  speak();
  open();
})();
