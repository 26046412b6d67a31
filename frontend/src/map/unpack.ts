/** Unpacks the offline basemap: whole numbers [x, y, dx, dy, ...] in units of 1/scale degree. */
export interface PackedBasemap {
  readonly scale: number;
  readonly land: readonly (readonly (readonly number[])[])[];
  readonly borders: readonly (readonly number[])[];
  readonly coast: readonly (readonly number[])[];
  readonly labels: readonly CountryLabel[];
}
export interface CountryLabel {
  readonly code: string;
  /** Square degrees of the largest part; larger countries are named first. */
  readonly area: number;
  readonly lon: number;
  readonly lat: number;
}
export type LonLat = [number, number];

export function unpackLine(packed: readonly number[], scale: number): LonLat[] {
  const line: LonLat[] = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < packed.length; i += 2) {
    x += packed[i] ?? 0;
    y += packed[i + 1] ?? 0;
    line.push([x / scale, y / scale]);
  }
  return line;
}

/** The path of a packed line in an SVG whose unit is one degree and whose y axis points south. */
export function pathOf(packed: readonly number[], scale: number, closed: boolean): string {
  const points = unpackLine(packed, scale).map(([lon, lat]) => `${lon} ${-lat}`);
  return `M${points.join('L')}${closed ? 'Z' : ''}`;
}
