// Bundles the npm copy of Zendesk's app SDK as a classic script whose global is `ZAFClient`, like the hosted one.
// The sandbox serves it to the app on localhost; the shipped app loads the hosted SDK.
//   node tools/sdk.mjs OUT
import { build } from "esbuild";

const [outfile] = process.argv.slice(2);
if (outfile === undefined) {
  console.error("usage: node tools/sdk.mjs OUT");
  process.exit(2);
}
await build({
  entryPoints: ["zendesk_app_framework_sdk"],
  outfile,
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "ZAFClient",
  target: "es2022",
  logLevel: "warning",
});
