import type { GraphNode } from '../api/types.ts';
import { i18n } from '../lib/i18n.svelte.ts';

/** What a node is called in the reader's language: an alert by its rule, an event with what it is. */
export function called(node: GraphNode): string {
  if (node.kind === 'withheld') return i18n.t('withheld');
  const title = i18n.text(node.title);
  if (node.kind === 'alert') return title;
  if (node.kind === 'entity') return node.caption || title;
  return [title, node.caption].filter(Boolean).join(' · ');
}
