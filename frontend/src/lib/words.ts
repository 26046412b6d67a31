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

/** Values that say the same, gathered in the order in which they first came. */
export function gathered<V extends { readonly value: string }>(values: readonly V[]): readonly (readonly V[])[] {
  const groups = new Map<string, V[]>();
  for (const value of values) groups.set(value.value, [...(groups.get(value.value) ?? []), value]);
  return [...groups.values()];
}

/** The values of one property beside each other, in the order in which the properties first came. */
export function merged<V extends { readonly property: string; readonly value: string }>(all: readonly V[]): readonly (V & { readonly values: readonly string[] })[] {
  const groups = new Map<string, V & { readonly values: readonly string[] }>();
  for (const one of all) groups.set(one.property, { ...(groups.get(one.property) ?? one), values: [...(groups.get(one.property)?.values ?? []), one.value] });
  return [...groups.values()];
}
