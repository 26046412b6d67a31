/** The value of a design token, for canvases, which cannot read CSS. */
export const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
