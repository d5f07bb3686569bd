"use strict";
// The charts of the page. Takes what finds and makes nodes, the texts and the state of the page; gives what draws an answer.
const drawing = ({ at, make, t, state }) => {
  const BLUE = "#0b4882", ORANGE = "#b05008";
  const plots = {};
  const large = (v) => state.lang !== "ja" ? (v / 1e6).toPrecision(3) + " M" :
    Math.abs(v) >= 1e8 ? Number((v / 1e8).toPrecision(3)) + "億" : Number((v / 1e4).toPrecision(3)) + "万";
  const quantity = (v) => v === null ? "" : Math.abs(v) >= 1e6 ? large(v) : Math.abs(v) >= 10 ? Math.round(v).toLocaleString("en-US") : String(Number(v.toPrecision(3)));
  const axis = { font: "13px sans-serif", stroke: "#525a63", grid: { stroke: "#e2e5e9", width: 1 }, ticks: { show: false } };
  const drop = (id) => {
    if (!plots[id]) return;
    plots[id].chart.destroy();
    plots[id].figure.remove();
    delete plots[id];
  };
  const draw = (id, title, x, series, bands, options) => {
    const data = [x, ...series.map((s) => s.data)];
    const shape = series.map((s) => s.kind).join();
    if (plots[id] && (plots[id].shape !== shape || plots[id].lang !== state.lang)) drop(id);
    const plot = plots[id];
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
      // The chart is drawn again with other data: what it shows now is told. Of a step, its upper end.
      const drawn = u.data[0];
      let i = u.cursor.idx;
      readout.textContent = "";
      if (i === null || i === undefined || i >= drawn.length) return;
      while (drawn[i + 1] === drawn[i]) i += 1;
      readout.append(options.tell(drawn[i]));
      series.forEach((s, k) => {
        const value = u.data[k + 1][i];
        if (!s.name || value === null) return;
        readout.append("  ", make("span", s.name + " " + options.value(value), { className: "key " + s.kind.split("-")[0] }));
      });
    };
    const chart = new uPlot({
      width: Math.max(280, box.clientWidth || 420), height: 230, legend: { show: false }, cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false, range: (u, low, high) => low < high ? [low, high] : [low - 1, high + 1] }, y: { range: (u, low, high) => options.range || [0, high > 0 ? high * 1.05 : 1] } },
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
    if (!worlds.length) return drop(id);
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
    const percent = (v) => Number((100 * v).toFixed(1)) + " %";
    fan("deaths", t("DEATHS"), answer.series.battle_deaths, { order: 1, bands: true });
    fan("peace", t("PEACE"), answer.series.at_peace, { order: 2, range: [0, 1], value: percent });
    fan("strength", t("STRENGTH"), answer.series.deployed_uniformed, { order: 3, bands: true });
    fan("consent", t("CONSENT_CHART"), answer.series.consent, { order: 4, bands: true, range: [0, 1] });
    fan("displaced", t("DISPLACED"), answer.series.displaced_person_months, { order: 5, bands: true });
    if (!answer.lives) return drop("lives");
    // Between the 2nd and the 98th percentile. Where many histories share a value, the curve steps there from the share
    // below it to the share of no more than it.
    const all = answer.lives, last = all.length - 1;
    const ends = (v) => [...new Set([all.indexOf(v), all.lastIndexOf(v)])];
    const steps = [...new Set(all.slice(4, -4))].flatMap((v) => ends(v).map((k) => [v, k / last]));
    draw("lives", t("LIVES"), steps.map((s) => s[0]), [{ kind: "mission-line", data: steps.map((s) => s[1]), line: true, name: "≤" }], [],
      { order: 6, label: "", range: [0, 1], value: percent, tell: (v) => quantity(v) + ":" });
    plots.lives.chart.axes[0].values = (u, v) => v.map(quantity);
  };
  new ResizeObserver(() => {
    for (const id in plots) {
      const width = plots[id].box.clientWidth;
      if (width > 100 && Math.abs(width - plots[id].chart.width) > 2) plots[id].chart.setSize({ width, height: 230 });
    }
  }).observe(at("charts"));
  return charts;
};
