/** One function per call of the API that the console makes. */
import { downloadAddress, get, post, send, withQuery } from './client.ts';
import type {
  AlertDetail, AlertList, AuditEntries, Checkpoint, EntityPage, Feed, FeedPage, Graph, HitList, Layer, List, MapView, Move,
  Operations, Pushed, RecordView, Resubmitted, Session, Timeline, UnmappedFile, Verdict, Verified,
} from './types.ts';

const id = encodeURIComponent;

export const readSession = (): Promise<Session> => get('/session');
export const signIn = (name: string, password: string): Promise<Session> => post('/session', { name, password });
export async function signOut(): Promise<void> {
  await send('/session', { method: 'DELETE' });
}

export const readOperations = (signal?: AbortSignal): Promise<Operations> => get('/operations', {}, signal);

export interface MapQuery {
  readonly bbox?: readonly [number, number, number, number];
  readonly from?: string | null;
  readonly to?: string | null;
  readonly layers: readonly Layer[];
}
export const readMap = (query: MapQuery, signal?: AbortSignal): Promise<MapView> =>
  get('/map', {
    bbox: query.bbox?.map((n) => n.toFixed(3)).join(','),
    from: query.from,
    to: query.to,
    layers: query.layers.join(','),
  }, signal);

export const readTimeline = (from: string, to: string, bins: number, signal?: AbortSignal): Promise<Timeline> =>
  get('/timeline', { from, to, bins }, signal);

export interface AlertQuery {
  readonly state?: string;
  readonly severity?: string;
  readonly rule?: string;
  readonly entity?: string;
  readonly assigned?: string;
  readonly q?: string;
  readonly order?: string;
  readonly cursor?: string | null;
  readonly limit?: number;
}
export const listAlerts = (query: AlertQuery, signal?: AbortSignal): Promise<AlertList> =>
  get('/alerts', { ...query }, signal);
export const readAlert = (alert: string, signal?: AbortSignal): Promise<AlertDetail> =>
  get(`/alerts/${id(alert)}`, {}, signal);
export const moveAlert = (alert: string, move: Move, reason: string): Promise<AlertDetail> =>
  post(`/alerts/${id(alert)}/moves`, { move, reason });

export interface EntityQuery {
  readonly q: string;
  readonly schema?: string;
  readonly source?: string;
  readonly place?: string;
  /** Days as YYYY-MM-DD, UTC: the first and the last. */
  readonly since?: string;
  readonly until?: string;
  readonly cursor?: string | null;
}
export const findEntities = (query: EntityQuery, signal?: AbortSignal): Promise<HitList> =>
  get('/entities', { ...query, since: query.since && `${query.since}T00:00:00Z`, until: query.until && `${query.until}T23:59:59.999999Z` }, signal);
export const readEntity = (entity: string, signal?: AbortSignal): Promise<EntityPage> =>
  get(`/entities/${id(entity)}`, {}, signal);
export interface Decision {
  readonly left: string;
  readonly right: string;
  readonly decision: 'same' | 'different' | 'undecided';
  readonly reason: string;
}
export const judge = (entity: string, decision: Decision): Promise<EntityPage> =>
  post(`/entities/${id(entity)}/judgements`, decision);
export const readGraph = (entity: string, hops: number, cap: number, signal?: AbortSignal): Promise<Graph> =>
  get(`/entities/${id(entity)}/graph`, { hops, cap }, signal);

export const readRecord = (record: string, signal?: AbortSignal): Promise<RecordView> =>
  get(`/records/${id(record)}`, {}, signal);
export const recordBytes = (record: string): string => downloadAddress(`/records/${id(record)}/bytes`);

export const listFeeds = (signal?: AbortSignal): Promise<List<Feed>> => get('/feeds', {}, signal);
export const readFeed = (feed: string, signal?: AbortSignal): Promise<FeedPage> => get(`/feeds/${id(feed)}`, {}, signal);
export const listVerdicts = (feed: string, cursor: string | null): Promise<List<Verdict>> =>
  get(`/feeds/${id(feed)}/verdicts`, { cursor });
export const quarantineBytes = (item: string): string => downloadAddress(`/quarantine/${id(item)}/bytes`);
export const resubmit = (item: string): Promise<Resubmitted> => post(`/quarantine/${id(item)}/resubmit`, {});
export const discard = (item: string, reason: string): Promise<Verdict> => post(`/quarantine/${id(item)}/discard`, { reason });
export const decideWaiting = (waiting: string, decision: 'release' | 'reject', reason: string): Promise<FeedPage> =>
  post(`/waiting/${id(waiting)}`, { decision, reason });
export async function pushFile(feed: string, file: File, asOf: string | null): Promise<Pushed> {
  const path = withQuery(`/feeds/${id(feed)}/records`, { name: file.name, as_of: asOf });
  const response = await send(path, { method: 'POST', body: file, contentType: 'application/octet-stream' });
  return (await response.json()) as Pushed;
}
export const listUnmapped = (signal?: AbortSignal): Promise<{ readonly items: readonly UnmappedFile[] }> =>
  get('/unmapped', {}, signal);

export const readCheckpoint = (signal?: AbortSignal): Promise<Checkpoint> => get('/audit/checkpoint', {}, signal);
export const listAudit = (cursor: string | null): Promise<AuditEntries> => get('/audit/entries', { cursor });
export const verifyAudit = (): Promise<Verified> => post('/audit/verify', {});
