import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MapFeature } from '../src/api/types.ts';
import { bare, coordinates, gathered, latLon, shortMark } from '../src/lib/words.ts';
import { extent } from '../src/map/extent.ts';

test('degrees are written with the letters of their half', () => {
  assert.equal(latLon(58.941, -19.879), '58.94 N 19.88 W');
  assert.equal(coordinates('-1.5, 30'), '1.50 S 30.00 E');
  assert.equal(coordinates('a harbour'), null);
});

test('equal values stand together in the order in which they came', () => {
  const groups = gathered([{ value: 'b', n: 1 }, { value: 'a', n: 2 }, { value: 'b', n: 3 }]);
  assert.deepEqual(groups.map((group) => group.map((one) => one.n)), [[1, 3], [2]]);
});

function alertAt(lon: number, lat: number): MapFeature {
  return { id: `${lon},${lat}`, kind: 'alert', severity: 'high', entity: null, alert: null, caption: '', at: null, geometry: { type: 'Point', coordinates: [lon, lat] }, label: 'L1' };
}

test('the map opens on the alerts, and one far away does not widen it', () => {
  const near = Array.from({ length: 99 }, (_, i) => alertAt(10 + i / 20, 55 + i / 50));
  const [west, south, east, north] = extent([...near, alertAt(-120, -40)]);
  assert.ok(west > 0 && east < 30 && south > 40 && north < 70);
});

test('the map opens on a region even without anything to show', () => {
  const [west, south, east, north] = extent([]);
  assert.ok(west < east && south < north);
});

test('a short mark leaves out the kinds of data', () => {
  assert.equal(shortMark({ text: 'OFFICIAL · REL ALL · H1 · identity · movement', data_categories: ['identity', 'movement'] }), 'OFFICIAL · REL ALL · H1');
  assert.equal(shortMark({ text: 'PUBLIC · REL ALL', data_categories: [] }), 'PUBLIC · REL ALL');
  assert.equal(shortMark({ text: 'SECRET · REL birch', data_categories: ['finance'] }), 'SECRET · REL birch');
});

test('a spelling that differs in signs alone says nothing more', () => {
  assert.equal(bare('98,207'), bare('98207'));
  assert.equal(bare('2026-11-11 01:35:00'), bare('2026-11-11T01:35:00Z'));
  assert.equal(bare('2026-03-10 17:38:59.999999998'), bare('2026-03-10T17:38:59.999999Z'));
  assert.notEqual(bare('russian federation'), bare('ru'));
  assert.notEqual(bare('Иванов'), bare('Ivanov'));
});
