// Writes src/generated/fonts.css: the font faces of the scripts that the console shows, woff2 only.
// The packages' own sheets also carry woff files and scripts that nobody here reads.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const wanted = [
  ['ibm-plex-sans', [400, 500, 600], ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek']],
  ['ibm-plex-sans-arabic', [400, 500, 600], ['arabic']],
  ['ibm-plex-mono', [400, 500], ['latin', 'latin-ext', 'cyrillic']],
];

function faces(family, weight, subsets) {
  const root = `node_modules/@fontsource/${family}`;
  const sheet = readFileSync(`${root}/${weight}.css`, 'utf8');
  const found = [];
  for (const match of sheet.matchAll(/\/\* (\S+) \*\/\s*(@font-face \{[^}]*\})/g)) {
    const [, name, face] = match;
    if (!subsets.some((subset) => name === `${family}-${subset}-${weight}-normal`)) continue;
    found.push(
      face
        .replace(/, url\([^)]*\.woff\) format\('woff'\)/, '')
        .replace('url(./files/', `url(../../${root}/files/`),
    );
  }
  if (found.length !== subsets.length) {
    throw new Error(`${family} ${weight}: expected ${subsets.length} faces, found ${found.length}`);
  }
  return found;
}

mkdirSync('src/generated', { recursive: true });
const sheets = wanted.flatMap(([family, weights, subsets]) =>
  weights.flatMap((weight) => faces(family, weight, subsets)),
);
writeFileSync('src/generated/fonts.css', `${sheets.join('\n')}\n`);
