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
  let number = 0, standing = {}, start = null, flight = null, still = 0, pace = 0;
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
  const post = (what, body, signal) => fetch(what, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal,
  });

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
      const input = make("input", undefined, { type: "range", min: lever.range[0], max: lever.range[1], step: lever.range[2], id: "lever-" + lever.id });
      head.append(text, output);
      // Without this the label would be that of the output, which comes first.
      label.htmlFor = input.id;
      label.append(head, input);
      at(lever.main ? "main-levers" : "more-levers").append(label);
      sliders[lever.id] = { lever, label, text, output, input };
      input.addEventListener("input", () => {
        state.levers[lever.id] = Number(input.value);
        output.textContent = shown(lever, Number(input.value));
        label.classList.add("moved");
        changed();
      });
    }
    for (const model of choices.models) {
      const label = make("label", undefined, { className: "model" });
      const input = make("input", undefined, { type: "checkbox", value: model.number });
      const text = make("span", model.number + ". " + name(model));
      model.text = text;
      label.append(input, text);
      at("models").append(label);
      input.addEventListener("change", () => {
        const chosen = [...at("models").querySelectorAll("input:checked")].map((i) => Number(i.value));
        state.models = chosen.length ? chosen : null;
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
    for (const id in sliders) {
      const { lever, label, input, output } = sliders[id];
      const moved = id in state.levers;
      const value = moved ? state.levers[id] : standing[id];
      input.disabled = value === null || value === undefined;
      if (!input.disabled) input.value = value;
      output.textContent = shown(lever, value);
      label.classList.toggle("moved", moved);
    }
  };
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

  // ---- charts ---------------------------------------------------------------------------------
  const BLUE = "#0b4882", ORANGE = "#b05008";
  const plots = {};
  const large = (v) => state.lang !== "ja" ? (v / 1e6).toPrecision(3) + " M" :
    Math.abs(v) >= 1e8 ? Number((v / 1e8).toPrecision(3)) + "億" : Number((v / 1e4).toPrecision(3)) + "万";
  const quantity = (v) => v === null ? "" : Math.abs(v) >= 1e6 ? large(v) : Math.abs(v) >= 10 ? Math.round(v).toLocaleString("en-US") : String(Number(v.toPrecision(3)));
  const axis = { font: "13px sans-serif", stroke: "#525a63", grid: { stroke: "#e2e5e9", width: 1 }, ticks: { show: false } };
  const draw = (id, title, x, series, bands, options) => {
    let plot = plots[id];
    const data = [x, ...series.map((s) => s.data)];
    const shape = series.map((s) => s.kind).join();
    if (plot && (plot.shape !== shape || plot.lang !== state.lang)) {
      plot.chart.destroy();
      plot.figure.remove();
      plot = undefined;
    }
    if (plot) {
      plot.caption.textContent = title;
      plot.chart.setData(data);
      return;
    }
    const figure = make("figure"), caption = make("figcaption", title), box = make("div"), readout = make("p", "", { className: "readout" });
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", t("CHART_ALT", { title }));
    figure.append(caption, box, readout);
    figure.style.order = options.order;
    at("charts").append(figure);
    const tell = (u) => {
      const i = u.cursor.idx;
      readout.textContent = "";
      if (i === null || i === undefined) return;
      readout.append(options.tell(x[i]));
      series.forEach((s) => {
        const value = u.data[series.indexOf(s) + 1][i];
        if (!s.name || value === null) return;
        readout.append("  ", make("span", s.name + " " + options.value(value), { className: "key " + s.kind.split("-")[0] }));
      });
    };
    const chart = new uPlot({
      width: Math.max(280, box.clientWidth || 420), height: 230, legend: { show: false }, cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false }, y: { range: (u, low, high) => options.range || [0, high > 0 ? high * 1.05 : 1] } },
      axes: [{ ...axis, size: 28, gap: 4, label: options.label || undefined, labelFont: axis.font, labelSize: 20, labelGap: 0 }, { ...axis, size: 66, values: (u, v) => v.map(options.value) }],
      series: [{}, ...series.map((s) => ({
        stroke: s.line ? (s.kind.startsWith("mission") ? BLUE : ORANGE) : "transparent", width: s.thin ? 1 : s.line ? 2.25 : 0,
        dash: s.thin ? [2, 3] : s.kind.startsWith("none") ? [7, 4] : undefined, points: { show: false }, spanGaps: true,
      }))],
      bands, hooks: { setCursor: [tell] },
    }, data, box);
    plots[id] = { chart, figure, caption, box, shape, lang: state.lang };
  };
  const fan = (id, title, found, options) => {
    const worlds = ["none", "mission"].filter((w) => found[w]);
    if (!worlds.length) {
      if (plots[id]) { plots[id].chart.destroy(); plots[id].figure.remove(); delete plots[id]; }
      return;
    }
    const x = found[worlds[0]].month.map((m) => m / 12), series = [], bands = [];
    worlds.forEach((w) => {
      const first = series.length + 1;
      if (options.bands && w === "mission") {
        found[w].bands.forEach((data, q) => series.push({ kind: w + "-q" + q, data }));
        bands.push({ series: [first + 4, first], fill: "rgba(11,72,130,.13)" }, { series: [first + 3, first + 1], fill: "rgba(11,72,130,.25)" });
      } else if (options.bands) {
        [0, 4].forEach((q) => series.push({ kind: w + "-q" + q, data: found[w].bands[q], line: true, thin: true }));
      }
      series.push({ kind: w + "-mean", data: found[w].mean, line: true, name: t(w === "mission" ? "WITH" : "WITHOUT") });
    });
    draw(id, title, x, series, bands, { label: t("YEARS"), value: quantity, tell: (v) => v.toFixed(1) + ":", ...options });
  };
  const charts = (answer) => {
    const percent = (v) => Math.round(100 * v) + " %";
    fan("deaths", t("DEATHS"), answer.series.battle_deaths, { order: 1, bands: true });
    fan("peace", t("PEACE"), answer.series.at_peace, { order: 2, range: [0, 1], value: percent });
    fan("strength", t("STRENGTH"), answer.series.deployed_uniformed, { order: 3, bands: true });
    fan("consent", t("CONSENT_CHART"), answer.series.consent, { order: 4, bands: true, range: [0, 1] });
    fan("displaced", t("DISPLACED"), answer.series.displaced_person_months, { order: 5, bands: true });
    if (answer.lives) {
      const x = answer.lives.slice(4, -4), data = x.map((_, i) => (i + 4) / 200);
      const pairs = x.map((v, i) => [v, data[i]]).filter((p, i) => i === 0 || p[0] > x[i - 1]);
      draw("lives", t("LIVES"), pairs.map((p) => p[0]), [{ kind: "mission-line", data: pairs.map((p) => p[1]), line: true, name: "≤" }], [],
        { order: 6, label: "", range: [0, 1], value: percent, tell: (v) => quantity(v) + ":" });
      plots.lives.chart.axes[0].values = (u, v) => v.map(quantity);
    }
  };
  new ResizeObserver(() => {
    for (const id in plots) {
      const width = plots[id].box.clientWidth;
      if (width > 100 && Math.abs(width - plots[id].chart.width) > 2) plots[id].chart.setSize({ width, height: 230 });
    }
  }).observe(at("charts"));

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
      card.append(make("h3", o.label), make("p", o.mission || o.difference, { className: "value" }));
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
    const moved = Object.keys(state.levers).filter((id) => sliders[id]).map((id) => name(sliders[id].lever) + ": " + shown(sliders[id].lever, standing[id]) + " → " + shown(sliders[id].lever, state.levers[id]));
    if (state.models) moved.push(t("MODELS") + ": " + state.models.map((n) => name(choices.models.find((m) => m.number === n))).join(", "));
    if (state.form) moved.push(t("FORM") + ": " + name(choices.forms.find((f) => f.slug === state.form)));
    list("changed", moved.length ? moved : [t("UNCHANGED")]);
    charts(answer);
  };
  const wrong = (text) => {
    at("wrong").hidden = !text;
    at("wrong").textContent = text || "";
  };
  const unmoved = () => !Object.keys(state.levers).length && !state.models && !state.form;
  const run = async (replicates) => {
    if (flight) flight.abort();
    const mine = flight = new AbortController();
    const question = ask(replicates);
    try {
      const response = await post("run", question, mine.signal);
      if (mine !== flight) return;
      if (response.status === 409) return;
      const answer = await response.json();
      if (mine !== flight) return;
      if (!response.ok) {
        wrong(answer.error || t("OFFLINE"));
        at("status").textContent = "";
        return;
      }
      wrong("");
      if (unmoved()) { start = answer; standing = answer.levers; }
      else if (state.models || state.form) {
        for (const id in answer.levers) if (!(id in state.levers)) sliders[id].input.value = answer.levers[id];
      }
      place();
      show(answer);
      if (replicates === choices.quick) pace = answer.ms;
      const refine = replicates < choices.most;
      at("status").textContent = t(refine ? "REFINING" : "READY", { n: answer.replicates.toLocaleString("en-US"), ms: answer.ms });
      at("status").dataset.replicates = answer.replicates;
      if (replicates < choices.quick) run(choices.quick);
      else if (refine) still = setTimeout(() => run(choices.most), 400);
    } catch (error) {
      if (error.name !== "AbortError") at("status").textContent = t("OFFLINE");
    }
  };
  const changed = () => {
    clearTimeout(still);
    at("status").textContent = t("WORKING");
    // Where the engine is too slow for the hand, a first sketch comes before the quick answer.
    run(pace < 200 ? choices.quick : choices.sketch);
  };

  // ---- the rest of the page -------------------------------------------------------------------
  const forget = () => {
    Object.assign(state, { levers: {}, models: null, form: null });
    at("form").value = "";
    at("models").querySelectorAll("input").forEach((i) => { i.checked = false; });
    start = null;
  };
  at("scenario").addEventListener("change", () => {
    const file = at("scenario").value;
    state.toml = file ? "extends = \"" + file + "\"\n" : opened;
    forget();
    changed();
  });
  at("stance").addEventListener("change", () => { state.stance = at("stance").value; start = null; changed(); });
  at("form").addEventListener("change", () => { state.form = at("form").value || null; changed(); });
  at("lang").addEventListener("change", () => { state.lang = at("lang").value; speak(); place(); changed(); });
  at("reset").addEventListener("click", () => { forget(); place(); changed(); });
  at("levers").addEventListener("submit", (event) => event.preventDefault());

  const keep = (bytes, file) => {
    const url = URL.createObjectURL(bytes);
    make("a", undefined, { href: url, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
  const scenario = async () => (await (await post("scenario", ask(1))).json());
  document.querySelectorAll("[data-save]").forEach((button) => button.addEventListener("click", async () => {
    const what = button.dataset.save;
    if (what === "scenario") {
      const told = await scenario();
      return keep(new Blob([told.whole], { type: "application/toml" }), "scenario.toml");
    }
    const response = await post(what, ask(1));
    if (response.ok) keep(await response.blob(), what);
  }));
  at("link").addEventListener("click", async () => {
    const told = await scenario();
    const hash = new URLSearchParams({ stance: state.stance, lang: state.lang, toml: told.toml });
    history.replaceState(null, "", "#" + hash);
    try { await navigator.clipboard.writeText(location.href); } catch (error) { /* the address bar has it */ }
    at("copied").textContent = t("COPIED");
  });

  build();
  speak();
  const told = await scenario().catch(() => null);
  if (told && told.levers) standing = told.levers;
  place();
  changed();
})();
