/** Which part of the world the map opens on. */
import type { MapFeature } from '../api/types.ts';

export type Bounds = readonly [number, number, number, number];
const EVERYWHERE: Bounds = [-22, 27, 62, 66];
const LEAST_DEG = 8;
const MERCATOR_LIMIT = 80;

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The box that holds nearly all alerts, or all features when there are none; a few outliers do not widen it. */
export function extent(features: readonly MapFeature[]): Bounds {
  const alerts = features.filter((feature) => feature.kind === 'alert');
  const points = (alerts.length > 1 ? alerts : features).flatMap((feature) => (feature.geometry.type === 'Point' ? [feature.geometry.coordinates] : feature.geometry.coordinates));
  if (points.length === 0) return EVERYWHERE;
  const lons = points.map(([lon]) => lon).sort((a, b) => a - b);
  const lats = points.map(([, lat]) => lat).sort((a, b) => a - b);
  const [west, east] = grown(quantile(lons, 0.02), quantile(lons, 0.98));
  const [south, north] = grown(quantile(lats, 0.02), quantile(lats, 0.98));
  return [west, Math.max(-MERCATOR_LIMIT, south), east, Math.min(MERCATOR_LIMIT, north)];
}

function grown(low: number, high: number): readonly [number, number] {
  const span = Math.max(LEAST_DEG, (high - low) * 1.15);
  const middle = (low + high) / 2;
  return [middle - span / 2, middle + span / 2];
}

/** A feature as one point; of a line, its end. */
export interface PlacedFeature {
  readonly id: string;
  readonly kind: MapFeature['kind'];
  readonly lon: number;
  readonly lat: number;
  readonly severity: MapFeature['severity'];
  readonly name: string;
}

/** What the still map draws: alerts last, so that they lie on top. */
export function pointsOf(features: readonly MapFeature[]): readonly PlacedFeature[] {
  return features
    .flatMap(({ id, kind, severity, caption, geometry }) => {
      const end = geometry.type === 'Point' ? geometry.coordinates : geometry.coordinates.at(-1);
      return end && kind !== 'track' ? [{ id, kind, severity, name: caption, lon: end[0], lat: end[1] }] : [];
    })
    .sort((a, b) => Number(a.severity !== null) - Number(b.severity !== null));
}

export function supportsWebGl(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null;
  } catch {
    return false;
  }
}
