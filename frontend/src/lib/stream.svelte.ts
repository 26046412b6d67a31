/**
 * What the node pushes. One connection per browser and purpose: the tab that holds the lock reads the stream
 * and passes each event on to the others; when it closes, the next tab takes the lock and goes on.
 * Without locks (an address that is neither https nor localhost) each tab reads for itself.
 */
import type { Alert, Counts, Labels } from '../api/types.ts';
import { calling, withQuery } from '../api/client.ts';
import { EventReader, type ServerEvent } from './sse.ts';

export type StreamState = 'connecting' | 'live' | 'broken';
type Passed =
  | { readonly kind: 'event'; readonly event: ServerEvent }
  | { readonly kind: 'state'; readonly state: StreamState }
  | { readonly kind: 'ask' };
type Listener = (event: ServerEvent) => void;

/** The node sends a comment every 15 s; three of them missed means the line is dead. */
const SILENCE_MS = 45_000;
const LONGEST_WAIT_MS = 30_000;

class Stream {
  state = $state<StreamState>('connecting');
  /** When something last came over the line, in this machine's time. */
  heardAt = $state(0);
  #listeners = new Set<Listener>();
  #stop: AbortController | null = null;
  #channel: BroadcastChannel | null = null;
  #leading = false;
  /** Of events heard from another tab too, so that whoever takes over misses nothing. */
  #lastId = '';

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(purpose: string): void {
    this.close();
    const stop = new AbortController();
    this.#stop = stop;
    this.state = 'connecting';
    const name = `isthmus.stream.${purpose}`;
    if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
      void this.#read(purpose, stop.signal);
      return;
    }
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = (message: MessageEvent<Passed>) => this.#hear(message.data);
    this.#channel.postMessage({ kind: 'ask' } satisfies Passed);
    void navigator.locks
      .request(name, { signal: stop.signal }, () => this.#read(purpose, stop.signal))
      .catch(() => undefined);
  }

  close(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#channel?.close();
    this.#channel = null;
    this.#leading = false;
    this.#lastId = '';
  }

  #hear(message: Passed): void {
    if (message.kind === 'event') this.#deliver(message.event);
    else if (message.kind === 'state') this.#become(message.state);
    else if (this.#leading) this.#pass({ kind: 'state', state: this.state });
  }

  #pass(message: Passed): void {
    this.#channel?.postMessage(message);
  }

  #become(state: StreamState): void {
    this.state = state;
    if (state === 'live') this.heardAt = Date.now();
  }

  #deliver(event: ServerEvent): void {
    this.heardAt = Date.now();
    if (event.id) this.#lastId = event.id;
    for (const listener of this.#listeners) listener(event);
  }

  async #read(purpose: string, stop: AbortSignal): Promise<void> {
    this.#leading = true;
    const reader = new EventReader();
    reader.lastId = this.#lastId;
    let failures = 0;
    while (!stop.aborted) {
      try {
        await this.#readOnce(purpose, reader, stop);
        failures = 0;
      } catch {
        failures += 1;
      }
      if (stop.aborted) return;
      this.#announce('broken');
      await pause(Math.min(LONGEST_WAIT_MS, reader.retry_ms * 2 ** Math.min(failures, 4)), stop);
    }
  }

  async #readOnce(purpose: string, reader: EventReader, stop: AbortSignal): Promise<void> {
    const silence = new AbortController();
    const signal = AbortSignal.any([stop, silence.signal]);
    const headers = new Headers({ Accept: 'text/event-stream' });
    if (reader.lastId) headers.set('Last-Event-ID', reader.lastId);
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    try {
      const response = await fetch(withQuery('/api/v1/events', { purpose }), { headers, signal, cache: 'no-store' });
      if (response.status === 401) calling.signedOut();
      if (!response.ok || !response.body) throw new Error(`stream refused with ${response.status}`);
      this.#announce('live');
      const chunks = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await chunks.read();
        if (done) return;
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        this.#announce('live');
        for (const event of reader.feed(value)) {
          this.#deliver(event);
          this.#pass({ kind: 'event', event });
        }
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #announce(state: StreamState): void {
    const changed = this.state !== state;
    this.#become(state);
    if (changed) this.#pass({ kind: 'state', state });
  }
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}

export const stream = new Stream();

export interface AlertEvent {
  readonly alert: Alert;
  readonly labels: Labels;
}
type AlertPayload = (Alert & { readonly labels: Labels }) | AlertEvent;

/** The alert event carries the alert's own fields and the labels it needs. */
export function alertOf(event: ServerEvent): AlertEvent {
  const payload = JSON.parse(event.data) as AlertPayload;
  return 'alert' in payload ? payload : { alert: payload, labels: payload.labels };
}
export const countsOf = (event: ServerEvent): Counts => JSON.parse(event.data) as Counts;
export interface FeedEvent {
  readonly id: string;
  readonly records: number;
  readonly at: string;
}
export const feedOf = (event: ServerEvent): FeedEvent => JSON.parse(event.data) as FeedEvent;
