/** The pages of the menu, in the four groups of the console and administration. Groups without a page do not show. */
import type { Component } from 'svelte';
import { Bell, Fingerprint, Radar, Rss, Search, Waypoints } from '@lucide/svelte';
import type { MessageKey } from '../generated/messages.ts';
import type { PageName } from './router.svelte.ts';

export interface MenuPage {
  readonly page: PageName;
  /** Pages that count as inside this one. */
  readonly within: readonly PageName[];
  readonly path: string;
  readonly title: MessageKey;
  readonly icon: Component<{ size?: number | string; 'aria-hidden'?: 'true' }>;
  readonly key: string;
  /** Only for who may read what the center knows. */
  readonly reads: boolean;
}
export interface MenuGroup {
  readonly title: MessageKey;
  readonly pages: readonly MenuPage[];
}

const MENU: readonly MenuGroup[] = [
  {
    title: 'group-watch',
    pages: [
      { page: 'operations', within: [], path: '/', title: 'nav-operations', icon: Radar, key: 'o', reads: true },
      { page: 'alerts', within: ['alert'], path: '/alerts', title: 'nav-alerts', icon: Bell, key: 'a', reads: true },
      { page: 'entities', within: ['entity', 'record'], path: '/entities', title: 'nav-entities', icon: Search, key: 'e', reads: true },
      { page: 'links', within: [], path: '/links', title: 'nav-links', icon: Waypoints, key: 'l', reads: true },
    ],
  },
  {
    title: 'group-account',
    pages: [{ page: 'audit', within: [], path: '/audit', title: 'nav-audit', icon: Fingerprint, key: 'p', reads: false }],
  },
  {
    title: 'group-administration',
    pages: [{ page: 'feeds', within: ['feed'], path: '/feeds', title: 'nav-feeds', icon: Rss, key: 'f', reads: false }],
  },
];

/** The menu of one person: the node is the authority, the menu only spares dead ends. */
export const menuFor = (reads: boolean): readonly MenuGroup[] =>
  MENU.map((group) => ({ ...group, pages: group.pages.filter((page) => reads || !page.reads) })).filter((group) => group.pages.length > 0);

export const pagesFor = (reads: boolean): readonly MenuPage[] => menuFor(reads).flatMap((group) => group.pages);

export const isCurrent = (page: MenuPage, shown: PageName): boolean =>
  page.page === shown || page.within.includes(shown);
