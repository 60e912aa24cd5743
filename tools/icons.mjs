// Builds the sprite of the icons that the kit may show. `assets/icons.json` names them; a test in `src/kit/icon.rs`
// holds the Rust list against it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * @param {string} root the repository
 * @returns {Promise<string>} an SVG whose symbols are named `<icon>-<12|16>`
 */
export async function iconSprite(root) {
  const icons = JSON.parse(await readFile(join(root, "assets/icons.json"), "utf8"));
  const symbols = [];
  for (const [name, drawing] of Object.entries(icons)) {
    for (const size of [12, 16]) {
      const file = join(root, "node_modules/@zendeskgarden/svg-icons/src", String(size), `${drawing}.svg`);
      const svg = await readFile(file, "utf8");
      const shapes = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1];
      if (shapes === undefined) throw new Error(`${file} is not the SVG it was`);
      const compact = shapes.replace(/>\s+</g, "><").trim();
      symbols.push(`<symbol id="${name}-${size}" viewBox="0 0 ${size} ${size}" fill="none">${compact}</symbol>`);
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}
