/** The symbols of the map, drawn in the colours of the theme. Severity is a shape as well as a colour. */
import type { FeatureKind, Severity } from '../api/types.ts';
import { token } from '../lib/tokens.ts';

export const RATIO = 2;
const SIZE = 20 * RATIO;
const CENTRE = SIZE / 2;

export type IconName = Severity | Exclude<FeatureKind, 'alert' | 'track'>;
type Draw = (pen: CanvasRenderingContext2D) => void;

const polygon = (points: readonly (readonly [number, number])[]): Draw => (pen) => {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(CENTRE + x * RATIO, CENTRE + y * RATIO);
  pen.closePath();
};
const circle = (radius: number): Draw => (pen) => {
  pen.beginPath();
  pen.arc(CENTRE, CENTRE, radius * RATIO, 0, 2 * Math.PI);
};

function filled(shape: Draw, colour: string, halo: string): Draw {
  return (pen) => {
    shape(pen);
    pen.lineWidth = 2.4 * RATIO;
    pen.strokeStyle = halo;
    pen.stroke();
    pen.fillStyle = colour;
    pen.fill();
  };
}

function outlined(shape: Draw, colour: string, halo: string, dash: readonly number[] = []): Draw {
  return (pen) => {
    shape(pen);
    pen.lineWidth = 4.4 * RATIO;
    pen.strokeStyle = halo;
    pen.stroke();
    pen.setLineDash(dash.map((part) => part * RATIO));
    pen.lineWidth = 2 * RATIO;
    pen.strokeStyle = colour;
    pen.stroke();
  };
}

function exclaimed(shape: Draw, ink: string): Draw {
  return (pen) => {
    shape(pen);
    pen.lineWidth = 1.8 * RATIO;
    pen.strokeStyle = ink;
    pen.beginPath();
    pen.moveTo(CENTRE, CENTRE - 3.6 * RATIO);
    pen.lineTo(CENTRE, CENTRE + 0.8 * RATIO);
    pen.moveTo(CENTRE, CENTRE + 2.4 * RATIO);
    pen.lineTo(CENTRE, CENTRE + 4 * RATIO);
    pen.stroke();
  };
}

function cross(colour: string, halo: string): Draw {
  return (pen) => {
    for (const [style, width] of [[halo, 4], [colour, 1.8]] as const) {
      pen.lineWidth = width * RATIO;
      pen.strokeStyle = style;
      pen.beginPath();
      pen.moveTo(CENTRE - 4 * RATIO, CENTRE - 4 * RATIO);
      pen.lineTo(CENTRE + 4 * RATIO, CENTRE + 4 * RATIO);
      pen.moveTo(CENTRE + 4 * RATIO, CENTRE - 4 * RATIO);
      pen.lineTo(CENTRE - 4 * RATIO, CENTRE + 4 * RATIO);
      pen.stroke();
    }
  };
}

const DIAMOND = polygon([[0, -7.6], [7.6, 0], [0, 7.6], [-7.6, 0]]);
const TRIANGLE = polygon([[0, -6.8], [7, 5.4], [-7, 5.4]]);
const SQUARE = polygon([[-5.2, -5.2], [5.2, -5.2], [5.2, 5.2], [-5.2, 5.2]]);
const ARROW = polygon([[0, -5.4], [4.2, 4.6], [0, 2.4], [-4.2, 4.6]]);

export function drawings(): Readonly<Record<IconName, Draw>> {
  const halo = token('water');
  return {
    critical: exclaimed(filled(DIAMOND, token('critical'), halo), token('bg1')),
    high: filled(TRIANGLE, token('high'), halo),
    elevated: filled(SQUARE, token('elevated'), halo),
    low: outlined(circle(4.6), token('low'), halo),
    sighting: filled(circle(2.6), token('text2'), halo),
    gap: outlined(circle(4.4), token('text1'), halo, [2.2, 1.8]),
    position: filled(ARROW, token('accent'), halo),
    detection: cross(token('text2'), halo),
  };
}

export function image(draw: Draw): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE;
  canvas.height = SIZE;
  const pen = canvas.getContext('2d');
  if (!pen) return new ImageData(SIZE, SIZE);
  draw(pen);
  return pen.getImageData(0, 0, SIZE, SIZE);
}
