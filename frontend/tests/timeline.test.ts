import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Timeline } from '../src/api/types.ts';
import { lanesOf, marks } from '../src/ops/timeline.ts';

const DAY = 86_400_000;
const timeline: Timeline = {
  from: '2026-01-01T00:00:00Z',
  to: '2026-01-01T03:00:00Z',
  bin_s: 3600,
  lanes: [{ category: 'movement', counts: [0, 4, 16] }],
  alerts: [
    { severity: 'critical', counts: [1, 0, 0] },
    { severity: 'low', counts: [3, 0, 1] },
  ],
};

test('alerts stand first, stacked with the gravest on top', () => {
  const [alerts] = lanesOf(timeline);
  assert.equal(alerts?.total, 5);
  const first = alerts?.bars.filter((bar) => bar.bin === 0) ?? [];
  assert.deepEqual(first.map((bar) => bar.kind), ['low', 'critical']);
  assert.equal(first[1]?.from, first[0]?.height);
  assert.equal((first[0]?.height ?? 0) + (first[1]?.height ?? 0), 1);
});

test('empty bins have no bar and the fullest fills its lane', () => {
  const movement = lanesOf(timeline)[1];
  assert.deepEqual(movement?.bars.map((bar) => [bar.bin, bar.height]), [[1, 0.5], [2, 1]]);
});

test('a timeline without anything gives lanes without bars', () => {
  const lanes = lanesOf({ ...timeline, lanes: [{ category: 'travel', counts: [0, 0] }], alerts: [] });
  assert.deepEqual(lanes.map((lane) => lane.bars.length), [0, 0]);
});

test('marks stand inside the span, a handful of them at any length', () => {
  const from = Date.UTC(2026, 0, 1, 5);
  for (const days of [1, 3, 30, 365]) {
    const all = marks(from, from + days * DAY);
    assert.ok(all.length >= 2 && all.length <= 8, `${days} days have ${all.length} marks`);
    assert.ok(all.every((at) => at >= from && at < from + days * DAY));
  }
});
