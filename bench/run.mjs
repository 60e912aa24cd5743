// Measures the console beside a React + Garden build of its read-only panel, and prints a report.
//
//   node bench/run.mjs [--runs N] [--tickets N] [--only WORDS]
//
// --only keeps the timed situations whose name begins with WORDS, for a quick look.
// From the environment:
//   SANDBOX_BIN, SANDBOX_SDK            the sandbox's program and Zendesk's SDK as one script; two sandboxes are started
//   SANDBOX_CONSOLE, SANDBOX_REACT      instead: the printed addresses of two sandboxes that run already
//   APP_DIST                            the built console (default: dist)
//   BENCH_OUTPUT                        where the figures go as JSON (default: nowhere)
//   BENCH_SIZES                         a JSON file whose `zip` is the size of the zip in bytes
//   CHROMIUM                            the browser's program (default: Playwright's own)
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { control, startSandbox, state } from "../tests/support/sandbox.mjs";
import { coldVisit, prepareTimeline, storageAfterVisit, timeline, tour, transfer, warmProfile } from "./lib/measures.mjs";
import { markdown, summary } from "./lib/report.mjs";
import { AGENT, REACT, ROOT, TICKET, signedIn } from "./lib/settings.mjs";
import { sizesOf, totalOf } from "./lib/sizes.mjs";

/** The situations that are timed, and the ratio to React that the console aims at. */
const SCENARIOS = [
  { name: "cold", cold: true, slowness: {}, aim: 0.5 },
  { name: "warm", cold: false, slowness: {}, aim: 0.5 },
  { name: "cold, CPU 4x slower", cold: true, slowness: { cpu: 4 }, aim: 0.6 },
  { name: "warm, CPU 4x slower", cold: false, slowness: { cpu: 4 }, aim: 0.6 },
  { name: "cold, 1.6 Mbit/s and 150 ms", cold: true, slowness: { slow: true }, aim: 0.8 },
];

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "15" },
    tickets: { type: "string", default: "200" },
    only: { type: "string", default: "" },
  },
});
const runs = Number(options.runs);
const tickets = Number(options.tickets);
const say = (words) => process.stderr.write(`${words}\n`);

/** The sandboxes that this process started. */
const started = [];

async function start(settings) {
  const sandbox = await startSandbox(settings);
  started.push(sandbox);
  return sandbox.addresses;
}

const stopSandboxes = () => Promise.all(started.map((sandbox) => sandbox.stop()));

/** Builds the React panel when it is not there yet. */
function buildReact() {
  if (existsSync(join(REACT, "dist/index.html"))) return;
  say("Building the React panel");
  const npm = (...given) => execFileSync("npm", given, { cwd: REACT, stdio: ["ignore", "ignore", "inherit"] });
  npm("ci", "--no-audit", "--no-fund");
  npm("run", "build");
}

/** One app in its sandbox, with a signed-in agent. */
async function prepare(name, dist, addressesText) {
  const { SANDBOX_BIN: program, SANDBOX_SDK: sdk } = process.env;
  if (!addressesText && !(program && sdk)) throw new Error("set SANDBOX_BIN and SANDBOX_SDK");
  const addresses = addressesText ? JSON.parse(addressesText) : await start({ program, sdk, app: dist });
  const { token } = await control(addresses, "token", { email: AGENT.email });
  const { pagerduty } = await state(addresses);
  const incident = pagerduty.incidents.find(({ incident_key: key }) => key?.endsWith(`_${TICKET}`));
  const user = pagerduty.users.find(({ email }) => email === AGENT.email);
  const app = { name, dist, addresses, storage: signedIn(token, user), titles: [incident.title] };
  return { ...app, storage: await storageAfterVisit(app) };
}

/** Times one situation, the apps taking turns so that the machine's moods fall on both. */
async function scenario({ name, cold, slowness, aim }, apps) {
  const warm = cold ? undefined : await Promise.all(apps.map((app) => warmProfile(app)));
  const visits = Object.fromEntries(apps.map((app) => [app.name, []]));
  try {
    for (let run = 0; run < runs; run += 1) {
      // Whoever goes second finds the machine warmer, so they swap.
      const order = run % 2 === 0 ? apps : apps.toReversed();
      for (const app of order) {
        visits[app.name].push(cold ? await coldVisit(app, slowness) : await warm[apps.indexOf(app)].visit(slowness));
      }
      say(`${name}: ${run + 1} of ${runs}`);
    }
  } finally {
    await Promise.all((warm ?? []).map((profile) => profile.close()));
  }
  const marks = (app) =>
    Object.fromEntries(["skeleton", "firstPaint", "incident"].map((mark) => [mark, summary(visits[app].map((visit) => visit[mark]))]));
  const critical = Object.fromEntries(apps.map((app) => [app.name, visits[app.name].at(-1)]));
  return { name, aim, console: marks("console"), react: marks("react"), critical };
}

/** Everything about one app that is not a race. */
async function portrait(app, critical) {
  say(`${app.name}: sizes, timeline, memory`);
  const sizes = await sizesOf(app.dist);
  const sent = await transfer(app);
  const long = await prepareTimeline(app);
  const renderings = [];
  for (let run = 0; run < Math.min(runs, 5); run += 1) renderings.push(await timeline(long));
  return {
    sizes,
    transfer: sent,
    total: totalOf(sizes, Object.keys(sent)),
    requests: critical.requests,
    rounds: critical.rounds,
    paths: critical.paths,
    timeline: {
      entries: renderings[0].entries,
      total: summary(renderings.map(({ total }) => total)),
      rendering: summary(renderings.map(({ rendering }) => rendering)),
    },
    tour: await tour(app, tickets),
  };
}

async function measure() {
  buildReact();
  const { SANDBOX_CONSOLE, SANDBOX_REACT, APP_DIST, BENCH_SIZES } = process.env;
  const ours = await prepare("console", resolve(APP_DIST ?? join(ROOT, "dist")), SANDBOX_CONSOLE);
  const react = await prepare("react", join(REACT, "dist"), SANDBOX_REACT);
  const scenarios = [];
  for (const each of SCENARIOS.filter(({ name }) => name.startsWith(options.only))) scenarios.push(await scenario(each, [ours, react]));
  const { critical } = scenarios[0];
  for (const [name, { requests }] of Object.entries(critical)) {
    // An app that is not signed in asks through Zendesk's proxy, which is another way and another time.
    if (requests === 0) throw new Error(`${name} asked PagerDuty for nothing by itself: is its agent signed in?`);
  }
  return {
    runs,
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
    zip: BENCH_SIZES ? JSON.parse(await readFile(BENCH_SIZES, "utf8")).zip : undefined,
    scenarios,
    console: await portrait(ours, critical.console),
    react: await portrait(react, critical.react),
  };
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => void stopSandboxes().finally(() => process.exit(130)));
}
try {
  const figures = await measure();
  if (process.env.BENCH_OUTPUT) await writeFile(process.env.BENCH_OUTPUT, `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(`${markdown(figures)}\n`);
} catch (error) {
  say(String(error?.stack ?? error));
  process.exitCode = 1;
} finally {
  await stopSandboxes();
}
