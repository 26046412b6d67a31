/** Moving the focus along rows with j and k. */

/** Focuses the next (+1) or previous (-1) element of the rows inside; starts at the first. */
export function step(root: HTMLElement | undefined, selector: string, by: 1 | -1): void {
  if (!root) return;
  const rows = [...root.querySelectorAll<HTMLElement>(selector)].filter((row) => row.offsetParent !== null);
  const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
  const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
