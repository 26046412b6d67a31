import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathOf, unpackLine, type PackedBasemap } from '../src/map/unpack.ts';

test('a packed line unpacks to its degrees', () => {
  assert.deepEqual(unpackLine([1000, 5000, 50, -25, 0, 10], 100), [[10, 50], [10.5, 49.75], [10.5, 49.85]]);
});

test('a path has north at the top and closes only when asked', () => {
  assert.equal(pathOf([100, 200, 100, 0], 100, true), 'M1 -2L2 -2Z');
  assert.equal(pathOf([100, 200, 100, 0], 100, false), 'M1 -2L2 -2');
});

const built = 'src/generated/basemap-110m.json';
test('no land of the basemap crosses the antimeridian', { skip: !existsSync(built) && 'the basemap is not built' }, () => {
  const map = JSON.parse(readFileSync(built, 'utf8')) as PackedBasemap;
  for (const ring of map.land.flat()) {
    const line = unpackLine(ring, map.scale);
    assert.ok(line.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90));
    // A step of more than 180 degrees would paint a band of sea; only the edge along the pole is that long.
    const leaps = line.filter(([lon, lat], i) => i > 0 && lat > -85 && Math.abs(lon - (line[i - 1]?.[0] ?? lon)) > 180);
    assert.deepEqual(leaps, []);
  }
});
