/** The style of the situation map: sources, layers, and the paint that follows the theme. */
import type { Feature, FeatureCollection, Point } from 'geojson';
import type { FilterSpecification, LayerSpecification, Map as GlMap, StyleSpecification } from 'maplibre-gl';
import type { MapFeature } from '../api/types.ts';
import { token } from '../lib/tokens.ts';
import { bySeverity } from '../lib/words.ts';
import type { Basemap } from './basemap.ts';
import { drawings, image, RATIO } from './icons.ts';

const FONTS = ['IBM Plex Sans', 'IBM Plex Sans Arabic'];
const RANK = { critical: 4, high: 3, elevated: 2, low: 1 } as const;
const FIRST = 5;

export function countryNames(map: Basemap, locale: string): FeatureCollection<Point> {
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' });
  return {
    type: 'FeatureCollection',
    features: map.labels.map(({ code, area, lon, lat }) => ({
      type: 'Feature',
      properties: { name: names.of(code) ?? code, rank: -area },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  };
}

/** The features as GeoJSON; `icon` is the severity of an alert, or else the kind. The names of `first` find room first. */
export function collection(features: readonly MapFeature[], first: readonly string[] = []): FeatureCollection {
  return { type: 'FeatureCollection', features: namedOnce(bySeverity(features)).flatMap((feature) => drawn(feature, feature.entity !== null && first.includes(feature.entity))) };
}

/** Several alerts about one thing in one place bear its name once: on the most severe. */
function namedOnce(features: readonly MapFeature[]): readonly MapFeature[] {
  const named = new Set<string>();
  return features.map((feature) => {
    const key = JSON.stringify([feature.caption, feature.geometry]);
    if (feature.kind === 'alert' && named.has(key)) return { ...feature, caption: '' };
    named.add(key);
    return feature;
  });
}

/** A dark period with two ends is a line, with its symbol where the signal came back. */
function drawn(feature: MapFeature, first: boolean): Feature[] {
  const end = feature.kind === 'gap' && feature.geometry.type === 'LineString' ? feature.geometry.coordinates.at(-1) : undefined;
  const whole = asGeoJson(feature, first);
  return end ? [whole, { ...whole, geometry: { type: 'Point', coordinates: [...end] } }] : [whole];
}

function asGeoJson(feature: MapFeature, first: boolean): Feature {
  return {
    type: 'Feature',
    properties: {
      id: feature.id,
      kind: feature.kind,
      icon: feature.severity ?? feature.kind,
      rank: first ? FIRST : feature.severity ? RANK[feature.severity] : 0,
      caption: feature.caption,
    },
    geometry:
      feature.geometry.type === 'Point'
        ? { type: 'Point', coordinates: [...feature.geometry.coordinates] }
        : { type: 'LineString', coordinates: feature.geometry.coordinates.map((pair) => [...pair]) },
  };
}

const isPoint: FilterSpecification = ['==', ['geometry-type'], 'Point'];
const isTrack: FilterSpecification = ['==', ['get', 'kind'], 'track'];
const isGapLine: FilterSpecification = ['all', ['==', ['geometry-type'], 'LineString'], ['==', ['get', 'kind'], 'gap']];
const isAlert: FilterSpecification = ['==', ['get', 'kind'], 'alert'];

const layers = (): LayerSpecification[] => [
  { id: 'water', type: 'background', paint: { 'background-color': token('water') } },
  { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': token('land') } },
  { id: 'coast', type: 'line', source: 'coast', paint: { 'line-width': 0.7, 'line-color': token('border') } },
  { id: 'borders', type: 'line', source: 'borders', paint: { 'line-color': token('border'), 'line-width': 0.8, 'line-dasharray': [3, 2] } },
  {
    id: 'names', type: 'symbol', source: 'names',
    filter: ['<', ['get', 'rank'], ['interpolate', ['linear'], ['zoom'], 1, -60, 3, -7, 5, -0.3, 6, 0]],
    layout: {
      'text-field': ['get', 'name'], 'text-font': FONTS, 'text-size': ['interpolate', ['linear'], ['zoom'], 1, 10, 5, 13],
      'symbol-sort-key': ['get', 'rank'], 'text-max-width': 7, 'text-padding': 8,
    },
    paint: { 'text-halo-width': 1.2 },
  },
  { id: 'track-halo', type: 'line', source: 'features', filter: isTrack, layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-width': 4.5, 'line-opacity': 0.8 } },
  { id: 'track', type: 'line', source: 'features', filter: isTrack, layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-width': 1.8 } },
  { id: 'gap-line', type: 'line', source: 'features', filter: isGapLine, paint: { 'line-color': token('text2'), 'line-width': 1.4, 'line-dasharray': [2, 2] } },
  {
    id: 'facts', type: 'symbol', source: 'features', filter: ['all', isPoint, ['!', isAlert]],
    layout: { 'icon-image': ['get', 'icon'], 'icon-size': ['interpolate', ['linear'], ['zoom'], 1, 0.6, 5, 1], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
    paint: { 'icon-opacity': 0.85 },
  },
  {
    id: 'alerts', type: 'symbol', source: 'features', filter: ['all', isPoint, isAlert],
    layout: {
      'icon-image': ['get', 'icon'], 'icon-size': ['interpolate', ['linear'], ['zoom'], 1, 0.75, 4, 1], 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': ['get', 'rank'],
    },
  },
  {
    id: 'captions', type: 'symbol', source: 'features', filter: ['all', isPoint, isAlert],
    layout: {
      'text-field': ['step', ['zoom'], ['case', ['>=', ['get', 'rank'], 4], ['get', 'caption'], ''], 4, ['case', ['>=', ['get', 'rank'], 3], ['get', 'caption'], ''], 6, ['get', 'caption']],
      'text-font': FONTS, 'text-size': 11.5, 'text-variable-anchor': ['left', 'right', 'top', 'bottom'], 'text-radial-offset': 0.95, 'text-optional': true,
      'symbol-sort-key': ['-', 0, ['get', 'rank']], 'text-max-width': 14,
    },
    paint: { 'text-halo-width': 1.6 },
  },
];

export const PICKABLE: readonly string[] = ['alerts', 'facts', 'track', 'gap-line'];

export function style(map: Basemap, features: FeatureCollection, locale: string): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: map.land },
      coast: { type: 'geojson', data: map.coast },
      borders: { type: 'geojson', data: map.borders },
      names: { type: 'geojson', data: countryNames(map, locale) },
      features: { type: 'geojson', data: features },
    },
    layers: layers(),
  };
}

/** Puts the colours of the theme on the map, symbols included. */
export function paint(map: GlMap): void {
  map.setPaintProperty('water', 'background-color', token('water'));
  map.setPaintProperty('land', 'fill-color', token('land'));
  map.setPaintProperty('coast', 'line-color', token('border'));
  map.setPaintProperty('borders', 'line-color', token('border'));
  map.setPaintProperty('names', 'text-color', token('text3'));
  map.setPaintProperty('names', 'text-halo-color', token('land'));
  map.setPaintProperty('track', 'line-color', token('accent'));
  map.setPaintProperty('track-halo', 'line-color', token('water'));
  map.setPaintProperty('gap-line', 'line-color', token('text2'));
  map.setPaintProperty('captions', 'text-color', token('text1'));
  map.setPaintProperty('captions', 'text-halo-color', token('water'));
  for (const [name, draw] of Object.entries(drawings())) {
    if (map.hasImage(name)) map.updateImage(name, image(draw));
    else map.addImage(name, image(draw), { pixelRatio: RATIO });
  }
}
