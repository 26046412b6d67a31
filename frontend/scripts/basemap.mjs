// Writes src/generated/basemap-{110m,50m,10m}.json from world-atlas: land, borders, coast, country labels.
// Lines are packed as whole numbers [x, y, dx, dy, ...] in units of 1/scale degree; src/map/basemap.ts unpacks.
// world-atlas is stitched for the sphere. It is cut at the antimeridian here, or else a planar renderer
// fills bands of sea with the colour of land.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { geoEquirectangular } from 'd3-geo';
import { geoProject } from 'd3-geo-projection';
import countries from 'i18n-iso-countries';
import { feature, merge, mesh } from 'topojson-client';

const SCALE = { '110m': 100, '50m': 100, '10m': 1000 };
// One unit of the plane is one degree; the y axis points down, hence the minus signs below.
const plane = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0);

function packed(line, scale) {
  const out = [];
  let lastX = 0;
  let lastY = 0;
  for (const [lon, down] of line) {
    const x = Math.round(lon * scale);
    const y = Math.round(-down * scale);
    if (out.length && x === lastX && y === lastY) continue;
    out.push(x - lastX, y - lastY);
    lastX = x;
    lastY = y;
  }
  return out;
}

function ringAreaAndCentre(ring) {
  let twice = 0;
  let x = 0;
  let y = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const cross = ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
    twice += cross;
    x += (ring[j][0] + ring[i][0]) * cross;
    y += (ring[j][1] + ring[i][1]) * cross;
  }
  return { area: Math.abs(twice / 2), centre: [x / (3 * twice), y / (3 * twice)] };
}

function polygonsOf({ type, coordinates }) {
  return type === 'Polygon' ? [coordinates] : coordinates;
}

function labelOf(country) {
  const code = country.id ? countries.numericToAlpha2(country.id) : undefined;
  if (!code) return [];
  const largest = polygonsOf(country.geometry)
    .map((polygon) => ringAreaAndCentre(polygon[0]))
    .reduce((best, next) => (next.area > best.area ? next : best));
  const [lon, down] = largest.centre;
  return [{ code, area: Number(largest.area.toFixed(2)), lon: Number(lon.toFixed(2)), lat: Number((-down).toFixed(2)) }];
}

function lines(geometry, scale) {
  return geoProject(geometry, plane).coordinates.map((line) => packed(line, scale));
}

function basemap(name) {
  const scale = SCALE[name];
  const topology = JSON.parse(readFileSync(`node_modules/world-atlas/countries-${name}.json`, 'utf8'));
  const shapes = topology.objects.countries;
  const land = geoProject(merge(topology, shapes.geometries), plane);
  const countryShapes = geoProject(feature(topology, shapes), plane).features.filter((item) => item.geometry);
  return {
    scale,
    land: polygonsOf(land).map((polygon) => polygon.map((ring) => packed(ring, scale)).filter((ring) => ring.length > 6)).filter((polygon) => polygon.length),
    borders: lines(mesh(topology, shapes, (a, b) => a !== b), scale),
    coast: lines(mesh(topology, shapes, (a, b) => a === b), scale),
    labels: countryShapes.flatMap(labelOf),
  };
}

mkdirSync('src/generated', { recursive: true });
const self = statSync(new URL(import.meta.url)).mtimeMs;
for (const name of Object.keys(SCALE)) {
  const target = `src/generated/basemap-${name}.json`;
  if (existsSync(target) && statSync(target).mtimeMs > self) continue;
  writeFileSync(target, JSON.stringify(basemap(name)));
}
