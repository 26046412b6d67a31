/** Each page is a chunk of its own; the first load brings only the page it needs. */
import type { Component } from 'svelte';
import type { PageName } from '../lib/router.svelte.ts';

type Loader = () => Promise<{ default: Component<{ id: string }> | Component }>;

export const loaders: Readonly<Partial<Record<PageName, Loader>>> = {
  operations: () => import('../pages/Operations.svelte'),
  alerts: () => import('../pages/Alerts.svelte'),
  alert: () => import('../pages/Alert.svelte'),
  entities: () => import('../pages/Entities.svelte'),
  entity: () => import('../pages/Entity.svelte'),
  compare: () => import('../pages/Compare.svelte'),
  links: () => import('../pages/Links.svelte'),
  feeds: () => import('../pages/Feeds.svelte'),
  feed: () => import('../pages/Feed.svelte'),
  record: () => import('../pages/Record.svelte'),
  agreements: () => import('../pages/Agreements.svelte'),
  releases: () => import('../pages/Releases.svelte'),
  requests: () => import('../pages/Requests.svelte'),
  'follow-ups': () => import('../pages/FollowUps.svelte'),
  weights: () => import('../pages/Weights.svelte'),
  review: () => import('../pages/Review.svelte'),
  screening: () => import('../pages/Screening.svelte'),
  request: () => import('../pages/Request.svelte'),
  audit: () => import('../pages/Audit.svelte'),
};
