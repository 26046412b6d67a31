// Checks messages/{en,fr,ar}.ftl against each other and against the code, and writes
// src/generated/messages.ts: the type of every message key, so that the compiler refuses an unknown one.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentParser, Visitor } from '@fluent/syntax';

const LANGUAGES = ['en', 'fr', 'ar'];
// Families are looked up by a word of the node: i18n.word('schema', 'Vessel').
const FAMILIES = ['schema-', 'role-', 'category-', 'property-'];
const faults = [];

class Names extends Visitor {
  names = new Set();
  visitVariableReference(node) {
    this.names.add(node.id.name);
  }
}

function patternText(source, pattern) {
  return source.slice(pattern.span.start, pattern.span.end).replace(/\s+/g, ' ').trim();
}

function read(language) {
  const source = readFileSync(`messages/${language}.ftl`, 'utf8');
  const messages = new Map();
  for (const entry of new FluentParser({ withSpans: true }).parse(source).body) {
    if (entry.type === 'Junk') faults.push(`${language}: cannot read: ${entry.content.slice(0, 60).trim()}`);
    if (entry.type !== 'Message') continue;
    const key = entry.id.name;
    if (messages.has(key)) faults.push(`${language}: ${key} stands twice`);
    if (!entry.value) {
      faults.push(`${language}: ${key} is empty`);
      continue;
    }
    const visitor = new Names();
    visitor.visit(entry.value);
    messages.set(key, {
      text: patternText(source, entry.value),
      variables: [...visitor.names].sort().join(' '),
      comment: entry.comment?.content ?? '',
    });
  }
  return messages;
}

function compare(english, other, language) {
  for (const [key, message] of english) {
    const twin = other.get(key);
    if (!twin) {
      faults.push(`${language}: ${key} is missing`);
      continue;
    }
    if (twin.variables !== message.variables) {
      faults.push(`${language}: ${key} has the variables (${twin.variables}), English has (${message.variables})`);
    }
    const marked = [`same in ${language}`, 'same in all languages'].some((mark) => message.comment.includes(mark));
    if (twin.text === message.text && !marked) {
      faults.push(`${language}: ${key} equals English; mark it "# same in ${language}" in en.ftl if that is right`);
    }
  }
  for (const key of other.keys()) if (!english.has(key)) faults.push(`${language}: ${key} is not in English`);
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && /\.(svelte|ts)$/.test(file.name) && !file.parentPath.includes('generated'))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
    .join('\n');
}

// A key is in use if it stands in the code in quotes, or if a template such as `severity-${...}` begins it.
function unused(english) {
  const code = sources('src');
  const quoted = new Set([...code.matchAll(/['"`]([a-z][a-z0-9-]+)['"`]/g)].map((match) => match[1]));
  const templates = [...code.matchAll(/`([a-z][a-z0-9-]*-)\$\{/g)].map((match) => match[1]);
  const prefixes = [...FAMILIES, ...templates];
  for (const key of english.keys()) {
    if (!quoted.has(key) && !prefixes.some((prefix) => key.startsWith(prefix))) faults.push(`en: ${key} is not used`);
  }
}

const [english, ...others] = LANGUAGES.map(read);
others.forEach((other, index) => compare(english, other, LANGUAGES[index + 1]));
unused(english);
if (faults.length) {
  console.error(`messages:\n  ${faults.join('\n  ')}`);
  process.exit(1);
}
mkdirSync('src/generated', { recursive: true });
const keys = [...english.keys()].map((key) => `  | '${key}'`).join('\n');
writeFileSync('src/generated/messages.ts', `/** Every message of messages/en.ftl. */\nexport type MessageKey =\n${keys};\n`);
