// The sandbox's program, for whoever drives it: the browser tests and the measurements.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Starts the program on free ports with one built app; resolves with its addresses when everything listens. */
export async function startSandbox({ program, sdk, app }) {
  const child = spawn(program, ["--app", app, "--sdk", sdk, "--port", "0", "--print-addresses"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = once(createInterface({ input: child.stdout }), "line");
  const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`the sandbox ended with ${code}`)));
  const failed = once(child, "error").then(([error]) => Promise.reject(error));
  const [text] = await Promise.race([line, ended, failed]);
  ended.catch(() => {});
  failed.catch(() => {});
  return { addresses: JSON.parse(text), stop: () => end(child) };
}

/** Ends the program and waits until it is gone. */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}

/** Turns one of the controls. */
export async function control(addresses, thing, body = {}) {
  const response = await fetch(`${addresses.workspace}/control/${thing}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`control ${thing}: ${answer.error}`);
  return answer;
}

/** The whole state of both accounts. */
export async function state(addresses) {
  return (await fetch(`${addresses.workspace}/control/state`)).json();
}
