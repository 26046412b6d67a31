/** Plain rules for showing values. */

/** The short mark of a label: levels, releasability, caveats. The kinds of data stand in its card. */
export function shortMark(label: { readonly text: string; readonly data_categories: readonly string[] }): string {
  const tail = label.data_categories.map((category) => ` · ${category}`).join('');
  return tail && label.text.endsWith(tail) ? label.text.slice(0, -tail.length) : label.text;
}

/** A value without signs and case; of a time, its date, hour, minute and second. */
export function bare(value: string): string {
  const time = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/.exec(value);
  return (time ? `${time[1]}${time[2]}` : value).toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** "58.94 N 19.88 E" from "58.94,19.88" (lat, lon), or null when it is no pair of degrees. */
export function coordinates(value: string): string | null {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*[, ]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(value);
  return match ? latLon(Number(match[1]), Number(match[2])) : null;
}

export function latLon(lat: number, lon: number): string {
  const part = (degrees: number, positive: string, negative: string): string =>
    `${Math.abs(degrees).toFixed(2)} ${degrees < 0 ? negative : positive}`;
  return `${part(lat, 'N', 'S')} ${part(lon, 'E', 'W')}`;
}

/** Things that have the same key, gathered in the order in which they first came. */
export function gatheredBy<V>(all: readonly V[], key: (one: V) => string): readonly (readonly V[])[] {
  const groups = new Map<string, V[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups.values()];
}

/** Values that say the same. */
export const gathered = <V extends { readonly value: string }>(values: readonly V[]): readonly (readonly V[])[] => gatheredBy(values, (one) => one.value);

const RANK = { critical: 0, high: 1, elevated: 2, low: 3 } as const;
interface Severe {
  readonly severity: keyof typeof RANK | null;
}
/** The most severe first; what has no severity last. Equals keep their order. */
export const bySeverity = <V extends Severe>(all: readonly V[]): readonly V[] =>
  all.toSorted((a, b) => (a.severity ? RANK[a.severity] : 9) - (b.severity ? RANK[b.severity] : 9));
