// A production build as a Zendesk app would ship it: relative addresses, one script, no source maps.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import svgr from "vite-plugin-svgr";

export default defineConfig({
  base: "./",
  plugins: [react(), svgr()],
  build: { target: "es2022", modulePreload: { polyfill: false }, reportCompressedSize: false },
});
