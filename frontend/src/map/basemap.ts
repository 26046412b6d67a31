/** The offline basemap in three resolutions, fetched from the node when needed. */
import type { Feature, FeatureCollection, MultiLineString, Polygon } from 'geojson';
import coarse from '../generated/basemap-110m.json?url';
import middle from '../generated/basemap-50m.json?url';
import fine from '../generated/basemap-10m.json?url';
import { pathOf, unpackLine, type CountryLabel, type PackedBasemap } from './unpack.ts';

export type Resolution = 'coarse' | 'middle' | 'fine';
export interface Basemap {
  readonly land: FeatureCollection<Polygon>;
  readonly borders: Feature<MultiLineString>;
  readonly coast: Feature<MultiLineString>;
  readonly labels: readonly CountryLabel[];
}
export interface BasemapPaths {
  readonly land: string;
  readonly borders: string;
}

const ADDRESS: Readonly<Record<Resolution, string>> = { coarse, middle, fine };
const fetched = new Map<Resolution, Promise<PackedBasemap>>();

function packed(resolution: Resolution): Promise<PackedBasemap> {
  const known = fetched.get(resolution);
  if (known) return known;
  const coming = fetch(ADDRESS[resolution]).then((response) => response.json() as Promise<PackedBasemap>);
  fetched.set(resolution, coming);
  coming.catch(() => fetched.delete(resolution));
  return coming;
}

const lines = (all: readonly (readonly number[])[], scale: number): Feature<MultiLineString> => ({
  type: 'Feature',
  properties: {},
  geometry: { type: 'MultiLineString', coordinates: all.map((line) => unpackLine(line, scale)) },
});

export async function basemap(resolution: Resolution): Promise<Basemap> {
  const map = await packed(resolution);
  return {
    land: {
      type: 'FeatureCollection',
      features: map.land.map((polygon) => ({
        type: 'Feature',
        properties: {},
        geometry: { type: 'Polygon', coordinates: polygon.map((ring) => unpackLine(ring, map.scale)) },
      })),
    },
    borders: lines(map.borders, map.scale),
    coast: lines(map.coast, map.scale),
    labels: map.labels,
  };
}

/** The same map as SVG paths, for small maps and for browsers without WebGL. */
export async function basemapPaths(resolution: Resolution): Promise<BasemapPaths> {
  const map = await packed(resolution);
  return {
    land: map.land.flatMap((polygon) => polygon.map((ring) => pathOf(ring, map.scale, true))).join(''),
    borders: map.borders.map((line) => pathOf(line, map.scale, false)).join(''),
  };
}
