/** The lanes of the timeline as bars, in plain numbers. */
import type { Severity, Timeline } from '../api/types.ts';

export interface Bar {
  readonly bin: number;
  readonly kind: Severity | 'event';
  /** Both as a share of the lane's height, from below. */
  readonly from: number;
  readonly height: number;
}
export interface Lane {
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly total: number;
}

const ORDER: readonly Severity[] = ['low', 'elevated', 'high', 'critical'];

// Square roots keep single events in sight beside hours with hundreds.
const share = (count: number, most: number): number => (most > 0 ? Math.sqrt(count / most) : 0);

function eventLane(name: string, counts: readonly number[], most: number): Lane {
  const bars = counts.flatMap((count, bin) => (count > 0 ? [{ bin, kind: 'event' as const, from: 0, height: share(count, most) }] : []));
  return { name, bars, total: counts.reduce((a, b) => a + b, 0) };
}

/** Alerts of all severities stacked, the gravest on top. */
function alertLane(timeline: Timeline): Lane {
  const counts = new Map(timeline.alerts.map((one) => [one.severity, one.counts]));
  const bins = Math.max(0, ...timeline.alerts.map((one) => one.counts.length));
  const sums = Array.from({ length: bins }, (_, bin) => ORDER.reduce((sum, severity) => sum + (counts.get(severity)?.[bin] ?? 0), 0));
  const most = Math.max(0, ...sums);
  const bars = sums.flatMap((sum, bin) => {
    let from = 0;
    return ORDER.flatMap((severity) => {
      const count = counts.get(severity)?.[bin] ?? 0;
      if (count === 0) return [];
      const height = (share(sum, most) * count) / sum;
      const bar: Bar = { bin, kind: severity, from, height };
      from += height;
      return [bar];
    });
  });
  return { name: 'alerts', bars, total: sums.reduce((a, b) => a + b, 0) };
}

export function lanesOf(timeline: Timeline): readonly Lane[] {
  const most = Math.max(0, ...timeline.lanes.flatMap((lane) => [...lane.counts]));
  return [alertLane(timeline), ...timeline.lanes.map((lane) => eventLane(lane.category, lane.counts, most))];
}

/** The starts of days, or of months in long spans, between two times: where the axis has its marks. */
export function marks(from: number, to: number): readonly number[] {
  const day = 86_400_000;
  const days = (to - from) / day;
  if (days > 90) return monthStarts(from, to);
  const step = days <= 1.5 ? day / 4 : days <= 8 ? day : day * 7;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / step)) }, (_, i) => first + i * step);
}

function monthStarts(from: number, to: number): readonly number[] {
  const start = new Date(from);
  const all: number[] = [];
  for (let month = start.getUTCMonth() + 1; ; month += 2) {
    const at = Date.UTC(start.getUTCFullYear(), month, 1);
    if (at >= to) return all;
    all.push(at);
  }
}
