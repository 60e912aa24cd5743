// What every test gets: a sandbox as at the start, and a desk on which nothing may go wrong unseen.
import { test as base, expect } from "@playwright/test";
import { Desk } from "./desk.mjs";
import { Sandbox } from "./sandbox.mjs";

export * from "./sandbox.mjs";
export { APP_NAME, BLOCKED_ANSWER, LOST_ANSWER, LOST_REQUEST, PROGRAM } from "./desk.mjs";
export { expect };

export const test = base.extend({
  /** One program for each of Playwright's workers, ended with it. */
  program: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const sandbox = await Sandbox.start();
      try {
        await use(sandbox);
      } finally {
        await sandbox.stop();
      }
    },
    { scope: "worker" },
  ],
  /** Both accounts as at the start. */
  sandbox: async ({ program }, use) => {
    await program.reset();
    await use(program);
  },
  /** The agent's page. The test fails if its console shows an error, or a dialog opens, that it does not expect. */
  desk: async ({ page, sandbox }, use) => {
    await watched(new Desk(page, sandbox), use);
  },
});

/** Lets a test use a desk, and fails if something went wrong there unseen. */
export async function watched(desk, use) {
  // What the content security policy stops is only told to the document it concerns.
  await desk.page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`Content Security Policy: ${event.violatedDirective} stopped ${event.blockedURI}`);
    });
  });
  await use(desk);
  expect(desk.unexpected(), "errors in the browser's console").toEqual([]);
}
