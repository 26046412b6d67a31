// Refuses the build if a package that is shipped in the bundle has a licence not on the list, and writes
// src/generated/licences.txt, which travels with the console.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const ALLOWED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'OFL-1.1', '0BSD', 'Unlicense', 'CC0-1.0', 'Python-2.0', 'Zlib', 'MPL-2.0 OR Apache-2.0', '(MIT OR Apache-2.0)']);

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const texts = [];
const refused = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  if (!path || entry.dev || entry.optional) continue;
  const manifest = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
  if (!ALLOWED.has(manifest.license)) refused.push(`${path}: ${manifest.license}`);
  const file = readdirSync(path).find((name) => /^(licen[cs]e|copying|mit-license)/i.test(name));
  const text = file && existsSync(`${path}/${file}`) ? readFileSync(`${path}/${file}`, 'utf8').trim() : '';
  texts.push(`${manifest.name} ${manifest.version} (${manifest.license})\n\n${text}\n`);
}
if (refused.length) {
  console.error(`licences not on the list:\n  ${refused.join('\n  ')}`);
  process.exit(1);
}
mkdirSync('src/generated', { recursive: true });
writeFileSync('src/generated/licences.txt', texts.join(`\n${'-'.repeat(78)}\n`));
