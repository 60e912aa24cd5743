// Starts one sandbox for each app, and ends what it started.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { ROOT } from "./settings.mjs";

const running = new Set();

/** Starts the sandbox's program on free ports with one built app; resolves with its addresses. */
export async function startSandbox({ program, sdk, app }) {
  const child = spawn(program, ["--app", app, "--sdk", sdk, "--port", "0", "--print-addresses"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const line = once(createInterface({ input: child.stdout }), "line");
  const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`the sandbox ended with ${code}`)));
  const failed = once(child, "error").then(([error]) => Promise.reject(error));
  const [text] = await Promise.race([line, ended, failed]);
  ended.catch(() => {});
  failed.catch(() => {});
  return JSON.parse(text);
}

/** Ends every sandbox that this process started, and waits until it is gone. */
export async function stopSandboxes() {
  await Promise.all(
    [...running].map(async (child) => {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    }),
  );
}

/** Turns one of the sandbox's controls. */
export async function control(addresses, thing, body) {
  const response = await fetch(`${addresses.workspace}/control/${thing}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`control ${thing}: ${answer.error}`);
  return answer;
}

/** The state of both accounts. */
export async function state(addresses) {
  const response = await fetch(`${addresses.workspace}/control/state`);
  return response.json();
}
