/** The pages of the menu, in the four groups of the console and administration. Groups without a page do not show. */
import type { Component } from 'svelte';
import { Bell, FileSignature, Fingerprint, GitCompareArrows, Handshake, Radar, Rss, Scale, ScanSearch, Search, Send, Undo2, Waypoints } from '@lucide/svelte';
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
  readonly for: 'readers' | 'feeds' | 'release' | 'requests' | 'judges' | 'weights' | 'all';
}
export interface MenuGroup {
  readonly title: MessageKey;
  readonly pages: readonly MenuPage[];
}

const MENU: readonly MenuGroup[] = [
  {
    title: 'group-watch',
    pages: [
      { page: 'operations', within: [], path: '/', title: 'nav-operations', icon: Radar, key: 'o', for: 'readers' },
      { page: 'alerts', within: ['alert'], path: '/alerts', title: 'nav-alerts', icon: Bell, key: 'a', for: 'readers' },
      { page: 'follow-ups', within: [], path: '/follow-ups', title: 'nav-follow-ups', icon: Undo2, key: 'u', for: 'readers' },
      { page: 'entities', within: ['entity', 'compare', 'record'], path: '/entities', title: 'nav-entities', icon: Search, key: 'e', for: 'readers' },
      { page: 'screening', within: [], path: '/screening', title: 'nav-screening', icon: ScanSearch, key: 's', for: 'readers' },
      { page: 'review', within: [], path: '/review', title: 'nav-review', icon: GitCompareArrows, key: 'i', for: 'judges' },
      { page: 'links', within: [], path: '/links', title: 'nav-links', icon: Waypoints, key: 'l', for: 'readers' },
    ],
  },
  {
    title: 'group-share',
    pages: [
      { page: 'requests', within: ['request'], path: '/requests', title: 'nav-requests', icon: Handshake, key: 'q', for: 'requests' },
      { page: 'releases', within: [], path: '/releases', title: 'nav-releases', icon: Send, key: 'r', for: 'release' },
      { page: 'agreements', within: [], path: '/agreements', title: 'nav-agreements', icon: FileSignature, key: 'g', for: 'all' },
    ],
  },
  {
    title: 'group-account',
    pages: [{ page: 'audit', within: [], path: '/audit', title: 'nav-audit', icon: Fingerprint, key: 'p', for: 'all' }],
  },
  {
    title: 'group-administration',
    pages: [
      { page: 'feeds', within: ['feed'], path: '/feeds', title: 'nav-feeds', icon: Rss, key: 'f', for: 'feeds' },
      { page: 'weights', within: [], path: '/weights', title: 'nav-weights', icon: Scale, key: 'w', for: 'weights' },
    ],
  },
];

/** Which pages a person may open: the node is the authority, the menu only spares dead ends. */
export interface Rights {
  readonly reads: boolean;
  readonly seesFeeds: boolean;
  readonly releases: boolean;
  readonly seesRequests: boolean;
  readonly judges: boolean;
  readonly seesWeights: boolean;
}

export function menuFor(rights: Rights): readonly MenuGroup[] {
  const open = { readers: rights.reads, feeds: rights.seesFeeds, release: rights.releases, requests: rights.seesRequests, judges: rights.judges, weights: rights.seesWeights, all: true };
  return MENU.map((group) => ({ ...group, pages: group.pages.filter((page) => open[page.for]) })).filter((group) => group.pages.length > 0);
}

export const pagesFor = (rights: Rights): readonly MenuPage[] => menuFor(rights).flatMap((group) => group.pages);

export const isCurrent = (page: MenuPage, shown: PageName): boolean =>
  page.page === shown || page.within.includes(shown);
