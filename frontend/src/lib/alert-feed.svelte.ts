/** A list of alerts that the stream keeps true without moving a row under the pointer. */
import { listAlerts, type AlertQuery } from '../api/calls.ts';
import type { Refusal } from '../api/client.ts';
import type { Alert, Labels } from '../api/types.ts';
import { asRefusal } from './resource.svelte.ts';
import type { ServerEvent } from './sse.ts';
import { alertOf } from './stream.svelte.ts';

export class AlertFeed {
  items = $state.raw<readonly Alert[]>([]);
  labels = $state.raw<Labels>({});
  next = $state<string | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  loading = $state(false);
  loaded = $state(false);
  /** Ids raised since the list was shown; they wait behind the chip "3 new". */
  fresh = $state.raw<ReadonlySet<string>>(new Set());
  #query: AlertQuery = {};
  #turn = 0;

  async load(query: AlertQuery = this.#query): Promise<void> {
    this.#query = query;
    this.fresh = new Set();
    await this.#fetch(null);
  }

  more = (): Promise<void> => this.#fetch(this.next);

  /** Puts a changed alert in the place where it stands. */
  replace(alert: Alert, labels: Labels): void {
    this.labels = { ...this.labels, ...prefixed(labels, alert.id) };
    const own = relabelled(alert, alert.id);
    this.items = this.items.map((item) => (item.id === alert.id ? own : item));
  }

  take(event: ServerEvent): void {
    if (event.event !== 'alert') return;
    const { alert, labels } = alertOf(event);
    if (this.items.some((item) => item.id === alert.id)) this.replace(alert, labels);
    else if (alert.state === 'raised') this.fresh = new Set([...this.fresh, alert.id]);
  }

  async #fetch(cursor: string | null): Promise<void> {
    const turn = ++this.#turn;
    this.loading = true;
    try {
      const page = await listAlerts({ limit: 100, ...this.#query, cursor });
      if (turn !== this.#turn) return;
      const space = cursor ?? 'first';
      const items = page.items.map((item) => relabelled(item, space));
      this.items = cursor ? [...this.items, ...items] : items;
      this.labels = { ...(cursor ? this.labels : {}), ...prefixed(page.labels, space) };
      this.next = page.next;
      this.refusal = null;
    } catch (error) {
      if (turn === this.#turn) this.refusal = asRefusal(error);
    } finally {
      if (turn === this.#turn) {
        this.loading = false;
        this.loaded = true;
      }
    }
  }
}

// "L1" means another label in every response, so references are kept apart by where they came from.
function relabelled(alert: Alert, space: string): Alert {
  return { ...alert, label: `${space}/${alert.label}` };
}
function prefixed(labels: Labels, space: string): Labels {
  return Object.fromEntries(Object.entries(labels).map(([ref, label]) => [`${space}/${ref}`, label]));
}
