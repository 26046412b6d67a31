/** Which page is shown: real paths, so that reload, links and the back key work. */
import type { MessageKey } from '../generated/messages.ts';

export type PageName =
  | 'operations' | 'alerts' | 'alert' | 'entities' | 'entity' | 'compare' | 'links' | 'feeds' | 'feed' | 'record' | 'audit' | 'agreements' | 'releases' | 'requests' | 'request' | 'follow-ups' | 'weights' | 'review' | 'screening' | 'missing';

export interface Route {
  readonly page: PageName;
  readonly id: string;
  readonly query: URLSearchParams;
  readonly path: string;
}

const PATTERNS: readonly (readonly [RegExp, PageName])[] = [
  [/^\/$/, 'operations'],
  [/^\/alerts$/, 'alerts'],
  [/^\/alerts\/([^/]+)$/, 'alert'],
  [/^\/entities$/, 'entities'],
  [/^\/entities\/([^/]+)$/, 'entity'],
  [/^\/entities\/([^/]+)\/compare$/, 'compare'],
  [/^\/links$/, 'links'],
  [/^\/feeds$/, 'feeds'],
  [/^\/feeds\/([^/]+)$/, 'feed'],
  [/^\/records\/([^/]+)$/, 'record'],
  [/^\/audit$/, 'audit'],
  [/^\/agreements$/, 'agreements'],
  [/^\/releases$/, 'releases'],
  [/^\/follow-ups$/, 'follow-ups'],
  [/^\/weights$/, 'weights'],
  [/^\/review$/, 'review'],
  [/^\/screening$/, 'screening'],
  [/^\/requests$/, 'requests'],
  [/^\/requests\/([^/]+)$/, 'request'],
];

export const TITLES: Readonly<Record<PageName, MessageKey>> = {
  operations: 'nav-operations',
  alerts: 'nav-alerts',
  alert: 'page-alert',
  entities: 'nav-entities',
  entity: 'page-entity',
  compare: 'page-compare',
  links: 'nav-links',
  feeds: 'nav-feeds',
  feed: 'page-feed',
  record: 'page-record',
  audit: 'nav-audit',
  agreements: 'nav-agreements',
  releases: 'nav-releases',
  requests: 'nav-requests',
  request: 'page-request',
  'follow-ups': 'nav-follow-ups',
  weights: 'nav-weights',
  review: 'nav-review',
  screening: 'nav-screening',
  missing: 'page-missing',
};

export function routeOf(pathname: string, search: string): Route {
  const query = new URLSearchParams(search);
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, '') : '/';
  for (const [pattern, page] of PATTERNS) {
    const match = pattern.exec(path || '/');
    if (match) return { page, id: decodeURIComponent(match[1] ?? ''), query, path };
  }
  return { page: 'missing', id: '', query, path };
}

class Router {
  route = $state.raw<Route>(routeOf(location.pathname, location.search));
  /** Rises with each move to another page, so that focus can follow; filters in the query do not count. */
  moves = $state(0);

  constructor() {
    addEventListener('popstate', () => this.#take());
  }

  go = (address: string): void => {
    if (address === location.pathname + location.search) return;
    history.pushState(null, '', address);
    this.#take();
  };

  /** Keeps filters in the address without a step in the history. */
  filter = (changes: Readonly<Record<string, string | null>>): void => {
    const query = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(changes)) {
      if (value) query.set(key, value);
      else query.delete(key);
    }
    const search = query.toString();
    history.replaceState(null, '', location.pathname + (search ? `?${search}` : ''));
    this.#take();
  };

  /** Turns a plain click on a link of our own into a move without a reload. */
  onclick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/') || link.pathname.startsWith('/assets/') || link.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  };

  #take(): void {
    const before = this.route.path;
    this.route = routeOf(location.pathname, location.search);
    if (this.route.path !== before) this.moves += 1;
  }
}

export const router = new Router();

export const paths = {
  alert: (id: string): string => `/alerts/${encodeURIComponent(id)}`,
  alertsOf: (entity: string): string => `/alerts?state=all&entity=${encodeURIComponent(entity)}`,
  entity: (id: string): string => `/entities/${encodeURIComponent(id)}`,
  /** Where the other of two is searched for. */
  compareFrom: (id: string, q: string): string => `/entities/${encodeURIComponent(id)}/compare?q=${encodeURIComponent(q)}`,
  compare: (id: string, other: string): string => `/entities/${encodeURIComponent(id)}/compare?with=${encodeURIComponent(other)}`,
  search: (q: string): string => `/entities?q=${encodeURIComponent(q)}`,
  links: (entity: string): string => `/links?entity=${encodeURIComponent(entity)}`,
  feed: (id: string): string => `/feeds/${encodeURIComponent(id)}`,
  release: (entity: string): string => `/releases?entity=${encodeURIComponent(entity)}`,
  request: (id: string): string => `/requests/${encodeURIComponent(id)}`,
  askAbout: (entity: string): string => `/requests?entity=${encodeURIComponent(entity)}`,
  record: (id: string): string => `/records/${encodeURIComponent(id)}`,
} as const;
