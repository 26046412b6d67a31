/** What the parts of the Operations page share: the selected alert, its detail and graph, the hours in view. */
import { readAlert, readGraph } from '../api/calls.ts';
import type { Alert, AlertDetail, Graph } from '../api/types.ts';
import { AlertFeed } from '../lib/alert-feed.svelte.ts';
import { Resource } from '../lib/resource.svelte.ts';
import { router } from '../lib/router.svelte.ts';

const GRAPH_CAP = 24;

export class OperationsView {
  readonly feed = new AlertFeed();
  readonly detail = new Resource<AlertDetail>();
  readonly graph = new Resource<Graph>();
  /** The span of the timeline, which is that of the map; null until it is settled. */
  span = $state.raw<{ readonly from: string; readonly to: string } | null>(null);
  /** The brushed part of the timeline, in ms; null is all of it. */
  brush = $state.raw<readonly [number, number] | null>(null);

  get selectedId(): string | null {
    return router.route.query.get('alert') ?? this.feed.items[0]?.id ?? null;
  }

  get selected(): Alert | null {
    const id = this.selectedId;
    return this.feed.items.find((alert) => alert.id === id) ?? (this.detail.value?.alert.id === id ? this.detail.value.alert : null);
  }

  /** The entity whose links are shown beside the selected alert. */
  get entityId(): string | null {
    return this.selected?.entities[0]?.id ?? null;
  }

  select(id: string): void {
    router.filter({ alert: id });
  }

  step(by: 1 | -1): void {
    const { items } = this.feed;
    const at = items.findIndex((alert) => alert.id === this.selectedId);
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (next) this.select(next.id);
  }

  loadDetail(id: string): void {
    void this.detail.load((signal) => readAlert(id, signal));
  }

  loadGraph(entity: string): void {
    void this.graph.load((signal) => readGraph(entity, 1, GRAPH_CAP, signal));
  }
}
