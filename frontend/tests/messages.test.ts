import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { faultsOf, LANGUAGES } from '../scripts/message-rules.ts';

const ENGLISH = 'close = Close\n# same in fr\nsource = Source\nnodes = { $count ->\n    [one] One node\n   *[other] { $count } nodes\n  }\n';
const FRENCH = 'close = Fermer\nsource = Source\nnodes = { $count ->\n    [one] Un nœud\n   *[other] { $count } nœuds\n  }\n';

const only = (french: string): readonly string[] => faultsOf({ en: ENGLISH, fr: french });

test('the messages of the console have no fault in any language', () => {
  const files = Object.fromEntries(LANGUAGES.map((language) => [language, readFileSync(`messages/${language}.ftl`, 'utf8')]));
  assert.deepEqual(faultsOf(files), []);
});

test('words of its own for every key are no fault', () => {
  assert.deepEqual(only(FRENCH), []);
});

test('a missing key is a fault', () => {
  assert.deepEqual(only(FRENCH.replace('close = Fermer\n', '')), ['fr: close is missing']);
});

test('a key that English lacks is a fault', () => {
  assert.deepEqual(only(`${FRENCH}open = Ouvrir\n`), ['fr: open is not in English']);
});

test('an English text in another language is a fault, unless it was reviewed', () => {
  assert.deepEqual(only(FRENCH.replace('Fermer', 'Close')), ['fr: close equals English; mark it "# same in fr" in en.ftl if that is right']);
});

test('a review of a text that differs is stale', () => {
  assert.deepEqual(only(FRENCH.replace('source = Source', 'source = Origine')), ['fr: source is marked as equal to English, and is not']);
});

test('a lost variable is a fault', () => {
  assert.match(only(FRENCH.replaceAll('$count', '$number'))[0] ?? '', /has the variables/);
});

test('a lost plural is a fault', () => {
  assert.deepEqual(only(FRENCH.replace('    [one] Un nœud\n', '')), ['fr: nodes has no plural']);
  const arabic = 'nodes = { $count ->\n    [one] عقدة\n    [two] عقدتان\n    [few] { $count } عقد\n   *[other] { $count } عقدة\n  }\n';
  assert.deepEqual(faultsOf({ en: ENGLISH.slice(ENGLISH.indexOf('nodes')), ar: arabic }), ['ar: nodes lacks the plural many']);
});

test('a key that stands twice, or cannot be read, is a fault', () => {
  assert.match(only(`${FRENCH}close = Clore\n`)[0] ?? '', /stands twice/);
  assert.match(only(`${FRENCH}= nothing\n`)[0] ?? '', /cannot read/);
});
