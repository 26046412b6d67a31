/** How bits and probabilities are written. */
import { i18n } from './i18n.svelte.ts';

export const bits = (value: number): string => i18n.number(value, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });

/** A probability as a percentage, cut and not rounded: nothing short of certainty reads as certain. */
export const share = (probability: number): string =>
  i18n.number(Math.floor(probability * 1000) / 1000, { style: 'percent', maximumFractionDigits: 1 });
