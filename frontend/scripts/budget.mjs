// Says how much the first load weighs, compressed as the node sends it, and refuses the build above the budget.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const BUDGET = 1_300_000;
const PACKED = new Set(['woff2']);
// Fetched later or only on demand: finer basemaps, licences, and fonts of scripts that the page does not show.
const LATER = [/basemap-(50m|10m)/, /licences/, /cyrillic|greek|latin-ext|arabic/, /-(fr|ar)-|\/(fr|ar)-/];

const rows = readdirSync('dist/assets').map((name) => {
  const bytes = readFileSync(`dist/assets/${name}`);
  const packed = PACKED.has(name.split('.').pop());
  const sent = packed ? bytes.length : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
  return { name, raw: bytes.length, sent, later: LATER.some((pattern) => pattern.test(name)) };
});
const first = rows.filter((row) => !row.later).reduce((sum, row) => sum + row.sent, 0);
const lines = rows.sort((a, b) => b.sent - a.sent).map((row) => `${String(row.sent).padStart(9)} ${String(row.raw).padStart(9)} ${row.later ? 'later' : 'first'} ${row.name}`);
writeFileSync('src/generated/sizes.txt', `${lines.join('\n')}\n`);
console.log(`every page, map and graph together: ${(first / 1000).toFixed(0)} kB compressed (budget ${BUDGET / 1000} kB)`);
if (first > BUDGET) {
  console.error(lines.join('\n'));
  process.exit(1);
}
