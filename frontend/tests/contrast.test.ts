import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync('src/styles/tokens.css', 'utf8');

function tokens(selector: string): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf('{', css.indexOf(selector)), css.indexOf('}', css.indexOf(selector)));
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/g)].map(([, name, value]) => [name ?? '', value ?? '']));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const TEXT = 4.5;
const SHAPE = 3;
const PAIRS: readonly (readonly [string, readonly string[], number])[] = [
  ['text1', ['bg0', 'bg1', 'bg2', 'bg3', 'accent-soft'], 7],
  ['text2', ['bg0', 'bg1', 'bg2', 'bg3', 'accent-soft'], TEXT],
  ['text3', ['bg0', 'bg1', 'bg2', 'accent-soft'], TEXT],
  ['accent', ['bg0', 'bg1', 'bg2', 'accent-soft'], TEXT],
  ['accent-ink', ['accent'], TEXT],
  ['critical', ['bg1', 'bg2', 'accent-soft'], TEXT],
  ['high', ['bg1', 'bg2'], TEXT],
  ['elevated', ['bg1', 'bg2', 'accent-soft', 'land', 'water'], SHAPE],
  ['low', ['bg1', 'bg2', 'accent-soft', 'land', 'water'], SHAPE],
  ['focus', ['bg0', 'bg1', 'bg2', 'bg3'], SHAPE],
  ['field', ['bg0', 'bg1'], SHAPE],
];

for (const theme of ['dark', 'light']) {
  test(`the ${theme} theme can be read`, () => {
    const of = tokens(`[data-theme='${theme}']`);
    for (const [ink, grounds, least] of PAIRS) {
      for (const ground of grounds) {
        const ratio = contrast(of.get(ink) ?? '', of.get(ground) ?? '');
        assert.ok(ratio >= least, `${ink} on ${ground} is ${ratio.toFixed(2)}, needs ${least}`);
      }
    }
  });
}

test('the exercise banner can be read', () => {
  const of = tokens(':root {');
  assert.ok(contrast(of.get('exercise') ?? '', of.get('exercise-ink') ?? '') >= 7);
});
