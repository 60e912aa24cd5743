// Where everything is that the tests need and do not build themselves.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const path = (name, otherwise) => resolve(ROOT, process.env[name] ?? otherwise);

export const environment = {
  /** The sandbox's program. */
  sandbox: path("SANDBOX_BIN", "target/release/sandbox"),
  /** The Zendesk SDK as one script. */
  sdk: path("SANDBOX_SDK", "target/sdk/zaf_sdk.js"),
  /** The built app. */
  app: path("APP_DIST", "dist"),
  /** The browser; Playwright's own where none is named. */
  chromium: process.env.CHROMIUM || undefined,
};
