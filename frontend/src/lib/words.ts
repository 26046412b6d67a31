/** Plain rules for showing values. */

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
