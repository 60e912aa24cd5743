// The browser tests: the built app in the sandbox, with the machine's own Chromium.
//
// `cargo xtask test` sets the variables. By hand, from the root of the repository:
//   SANDBOX_BIN=target/release/sandbox SANDBOX_SDK=target/sdk/zaf_sdk.js CHROMIUM=/usr/bin/chromium \
//     npx playwright test --config tests/e2e/playwright.config.mjs
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { ROOT, environment } from "./support/environment.mjs";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: join(ROOT, "target/e2e"),
  fullyParallel: true,
  forbidOnly: true,
  // By hand a test that passes only when tried again tells of a fault. Where machines are shared, time is what varies most:
  // there it is tried again, and the report names it as flaky.
  retries: process.env.CI ? 2 : 0,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 1000 },
    locale: "en-US",
    timezoneId: "Europe/Berlin",
    colorScheme: "light",
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    permissions: ["clipboard-read", "clipboard-write"],
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: {
      executablePath: environment.chromium,
      args: [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
        // Exact numbers for memory, and a way to collect before they are read.
        "--enable-precise-memory-info",
      ],
    },
  },
});
