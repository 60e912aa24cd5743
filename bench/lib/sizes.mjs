// Sizes of built files: as they are, and as a server would compress them.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Every file below a directory, by its path from there: raw, gzip and brotli bytes at the strongest setting. */
export async function sizesOf(directory) {
  const sizes = {};
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    sizes[path.slice(join(directory, "/").length)] = {
      raw: content.length,
      gzip: gzipSync(content, { level: 9 }).length,
      brotli: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }).length,
    };
  }
  return sizes;
}

/** The sum over the files that were loaded. */
export function totalOf(sizes, loaded) {
  const total = { raw: 0, gzip: 0, brotli: 0 };
  for (const name of loaded) for (const kind of Object.keys(total)) total[kind] += sizes[name]?.[kind] ?? 0;
  return total;
}
