// Checks messages/{en,fr,ar}.ftl against each other and against the code, and writes
// src/generated/messages.ts: the type of every message key, so that the compiler refuses an unknown one.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf, LANGUAGES, read } from './message-rules.ts';

// Families are looked up by a word of the node: i18n.word('schema', 'Vessel').
const FAMILIES = ['schema-', 'role-', 'category-', 'property-', 'topic-'];
const files = Object.fromEntries(LANGUAGES.map((language) => [language, readFileSync(`messages/${language}.ftl`, 'utf8')]));
const english = read('en', files.en).messages;

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && /\.(svelte|ts)$/.test(file.name) && !file.parentPath.includes('generated'))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
    .join('\n');
}

// A key is in use if it stands in the code in quotes, or if a template such as `severity-${...}` begins it.
function unused() {
  const code = sources('src');
  const quoted = new Set([...code.matchAll(/['"`]([a-z][a-z0-9-]+)['"`]/g)].map((match) => match[1]));
  const templates = [...code.matchAll(/`([a-z][a-z0-9-]*-)\$\{/g)].map((match) => match[1]);
  const prefixes = [...FAMILIES, ...templates];
  return [...english.keys()].filter((key) => !quoted.has(key) && !prefixes.some((prefix) => key.startsWith(prefix))).map((key) => `en: ${key} is not used`);
}

const faults = [...faultsOf(files), ...unused()];
if (faults.length) {
  console.error(`messages:\n  ${faults.join('\n  ')}`);
  process.exit(1);
}
mkdirSync('src/generated', { recursive: true });
const keys = [...english.keys()].map((key) => `  | '${key}'`).join('\n');
writeFileSync('src/generated/messages.ts', `/** Every message of messages/en.ftl. */\nexport type MessageKey =\n${keys};\n`);
