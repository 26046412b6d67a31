import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntityPage } from '../src/api/types.ts';
import { isOne, judgementsBetween, pairOf, rowsOfPages } from '../src/entities/sides.ts';

const texts = (en: string) => ({ en, fr: en, ar: en });
const end = (id: string) => ({ source_entity: id, source: 's', caption: id });
const value = (said: string, label = 'L1', source = 's') => ({ value: said, label, original: null, lang: null, source: { id: source, title: source } });
const judged = (left: string, right: string, waits = false) => ({ id: `${left}-${right}`, left: end(left), right: end(right), waits });

interface Parts {
  members: readonly string[];
  judgements?: readonly object[];
  properties?: Readonly<Record<string, readonly object[]>>;
  withheld?: readonly string[];
}
function page({ members, judgements = [], properties = {}, withheld = [] }: Parts): EntityPage {
  return {
    entity: { id: members[0] },
    members: members.map((id) => ({ source_entity: id })),
    judgements,
    properties: Object.entries(properties).map(([property, values]) => ({ property, title: texts(property), kind: 'text', values })),
    withheld: withheld.map((property) => ({ property, title: texts(property), originators: ['x'], legal_bases: [], label: 'L1' })),
    labels: {},
  } as unknown as EntityPage;
}

test('two of which nothing was judged are judged as the entities that were chosen', () => {
  assert.deepEqual(pairOf(page({ members: ['a1', 'a2'] }), page({ members: ['b1'] })), ['a1', 'b1']);
});

test('what was judged between them is judged again, and what waits before all else', () => {
  const left = page({ members: ['a1', 'a2'], judgements: [judged('a1', 'a2'), judged('b1', 'a1'), judged('b2', 'a2', true), judged('a1', 'c1')] });
  const right = page({ members: ['b1', 'b2'] });
  assert.deepEqual(judgementsBetween(left, right).map((one) => one.id), ['b2-a2', 'b1-a1']);
  assert.deepEqual(pairOf(left, right), ['a2', 'b2']);
});

test('an entity is one with itself and with each of its source entities', () => {
  const left = page({ members: ['a1', 'a2'] });
  assert.equal(isOne(left, page({ members: ['a1', 'a2'] })), true);
  assert.equal(isOne(left, page({ members: ['b1'] })), false);
});

test('what both say comes first, each value once under each label and source, and what is withheld stays in its place', () => {
  const left = page({ members: ['a1'], properties: { alias: [value('x')], name: [value('n'), value('n'), value('n', 'L2')] }, withheld: ['passport'] });
  const right = page({ members: ['b1'], properties: { name: [value('m')], country: [value('no')] } });
  const rows = rowsOfPages(left, right);
  assert.deepEqual(rows.map((row) => row.property), ['name', 'alias', 'passport', 'country']);
  assert.deepEqual(rows[0]?.left.map((one) => one.label), ['L1', 'L2']);
  assert.equal(rows[2]?.withheldLeft?.length, 1);
  assert.equal(rows[2]?.withheldRight?.length, 0);
});
