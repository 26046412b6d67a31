/** Calls to the node: purpose, CSRF token and problem documents in one place. */
import type { Problem } from './types.ts';

/** The node said no, or could not be reached (status 0). */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly retryAfterS: number | null;

  constructor(problem: Problem, retryAfterS: number | null = null) {
    super(problem.detail || problem.title);
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }
}

/** What every call carries; the session store fills it in. */
export const calling = {
  purpose: '',
  csrf: '',
  signedOut: (): void => undefined,
};

type Query = Readonly<Record<string, string | number | null | undefined>>;

export function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (pairs.length === 0) return path;
  return `${path}?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()}`;
}

function bare(status: number, code: string, detail: string): Problem {
  return { type: 'about:blank', title: detail, status, detail, code, repair: '', instance: '' };
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value;
}

async function refusalOf(response: Response): Promise<Refusal> {
  const wait = Number(response.headers.get('Retry-After'));
  const retryAfterS = Number.isFinite(wait) && wait > 0 ? wait : null;
  const body: unknown = await response.json().catch(() => null);
  const problem = isProblem(body) ? body : bare(response.status, `http.${response.status}`, response.statusText);
  return new Refusal(problem, retryAfterS);
}

export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: BodyInit;
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Sends one call under /api/v1 and returns the response; raises Refusal on any failure. */
export async function send(path: string, options: CallOptions = {}): Promise<Response> {
  const method = options.method ?? 'GET';
  const headers = new Headers({ Accept: 'application/json' });
  if (calling.purpose) headers.set('Isthmus-Purpose', calling.purpose);
  if (method !== 'GET' && calling.csrf) headers.set('Isthmus-CSRF', calling.csrf);
  if (options.contentType) headers.set('Content-Type', options.contentType);
  const request: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.body !== undefined) request.body = options.body;
  if (options.signal) request.signal = options.signal;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refusal(bare(0, 'node.unreachable', ''));
  }
  if (response.ok) return response;
  const refusal = await refusalOf(response);
  if (response.status === 401 && path !== '/session') calling.signedOut();
  throw refusal;
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const response = await send(withQuery(path, query), { signal });
  return (await response.json()) as T;
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await send(path, {
    method: 'POST',
    body: JSON.stringify(body ?? {}),
    contentType: 'application/json',
  });
  return (await response.json()) as T;
}

/** The address of a plain download: it cannot carry a header, so the purpose goes into the query. */
export function downloadAddress(path: string, query: Query = {}): string {
  return withQuery(`/api/v1${path}`, { ...query, purpose: calling.purpose });
}
