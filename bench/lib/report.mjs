// Figures as numbers and as a Markdown table.

/** The value below which a share of the sorted values lies, between neighbors in proportion. */
function quantile(sorted, share) {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below + (above - below) * (place - Math.floor(place));
}

/** Median and the middle half of some values. */
export function summary(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return { median: quantile(sorted, 0.5), p25: quantile(sorted, 0.25), p75: quantile(sorted, 0.75), runs: sorted.length };
}

const spread = ({ median, p25, p75 }) => `${median.toFixed(0)} (${p25.toFixed(0)}–${p75.toFixed(0)})`;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const megabytes = (bytes) => (bytes === null ? "–" : `${(bytes / 1_048_576).toFixed(2)} MiB`);
const row = (...cells) => `| ${cells.join(" | ")} |`;

function table(heads, rows) {
  return [row(...heads), row(...heads.map((_, place) => (place === 0 ? "---" : "---:"))), ...rows].join("\n");
}

function times(scenarios) {
  const rows = [];
  for (const { name, console: ours, react, aim } of scenarios) {
    for (const [mark, words] of [["skeleton", "first skeleton"], ["incident", "first incident"]]) {
      const ratio = (ours[mark].median / react[mark].median).toFixed(2);
      rows.push(row(`${name}: ${words}`, spread(ours[mark]), spread(react[mark]), ratio, mark === "incident" ? `≤ ${aim}` : ""));
    }
  }
  return table(["milliseconds, median (middle half)", "console", "React + Garden", "ratio", "aim"], rows);
}

function sizes(app) {
  const names = Object.keys(app.sizes).sort((one, other) => app.sizes[other].raw - app.sizes[one].raw);
  const line = (name, { raw, gzip, brotli }, sent) => row(name, kilobytes(raw), kilobytes(gzip), kilobytes(brotli), sent);
  const rows = names.map((name) => {
    const sent = app.transfer[name];
    return line(name, app.sizes[name], sent === undefined ? "not loaded" : kilobytes(sent));
  });
  const sent = Object.values(app.transfer).reduce((sum, bytes) => sum + bytes, 0);
  return table(["file", "raw", "gzip", "brotli", "sent"], [...rows, line("**loaded at first**", app.total, kilobytes(sent))]);
}

function rest({ console: ours, react }) {
  const rows = [
    row("requests to PagerDuty before the first incident", ours.requests, react.requests),
    row("… in how many rounds", ours.rounds, react.rounds),
    row("timeline entries", ours.timeline.entries, react.timeline.entries),
    row("… from the click to the last one painted, ms", spread(ours.timeline.total), spread(react.timeline.total)),
    row("… of it not waiting for PagerDuty, ms", spread(ours.timeline.rendering), spread(react.timeline.rendering)),
    row(`wasm memory after ${ours.tour.tickets} tickets`, megabytes(ours.tour.late.wasm), megabytes(react.tour.late.wasm)),
    row(`… after ${ours.tour.early.tickets} tickets`, megabytes(ours.tour.early.wasm), megabytes(react.tour.early.wasm)),
    row(`script heap after ${ours.tour.tickets} tickets`, megabytes(ours.tour.late.scriptHeap), megabytes(react.tour.late.scriptHeap)),
    row(`… after ${ours.tour.early.tickets} tickets`, megabytes(ours.tour.early.scriptHeap), megabytes(react.tour.early.scriptHeap)),
    row(`documents / nodes / listeners, after ${ours.tour.early.tickets}`, counters(ours.tour.early), counters(react.tour.early)),
    row(`… after ${ours.tour.tickets}`, counters(ours.tour.late), counters(react.tour.late)),
  ];
  return table(["", "console", "React + Garden"], rows);
}

const counters = ({ documents, nodes, listeners }) => `${documents} / ${nodes} / ${listeners}`;

/** The whole report in Markdown. */
export function markdown(figures) {
  return [
    `Medians of ${figures.runs} interleaved runs on ${figures.machine}.`,
    times(figures.scenarios),
    rest(figures),
    `Console${figures.zip ? ` (the zip has ${kilobytes(figures.zip)})` : ""}:`,
    sizes(figures.console),
    "React + Garden:",
    sizes(figures.react),
  ].join("\n\n");
}
