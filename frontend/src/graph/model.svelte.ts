/** The graph under one's hands: the first answer and everything opened from it since. */
import { readGraph } from '../api/calls.ts';
import type { Graph, GraphEdge, GraphNode, Label, Labels } from '../api/types.ts';
import { Resource } from '../lib/resource.svelte.ts';

export const CAP_STEP = 60;
/** Beyond this many nodes a picture stops telling anything; the table goes on. */
export const MOST_NODES = 600;

export class GraphModel {
  nodes = $state.raw<readonly GraphNode[]>([]);
  edges = $state.raw<readonly GraphEdge[]>([]);
  labels = $state.raw<Labels>({});
  /** How many neighbours the last answer left out, by the node they belong to. */
  more = $state.raw<ReadonlyMap<string, number>>(new Map());
  readonly fetching = new Resource<Graph>();
  #caps = new Map<string, number>();

  async begin(entity: string): Promise<void> {
    this.#caps.clear();
    this.nodes = [];
    this.edges = [];
    this.labels = {};
    this.more = new Map();
    await this.expand(entity);
  }

  /** Opens the neighbours of a node; each further call opens more of them. */
  async expand(id: string): Promise<void> {
    if (this.nodes.length >= MOST_NODES) return;
    const cap = (this.#caps.get(id) ?? 0) + CAP_STEP;
    this.#caps.set(id, cap);
    await this.fetching.load((signal) => readGraph(id, 1, cap, signal));
    if (this.fetching.value && !this.fetching.refusal) this.#add(id, this.fetching.value);
  }

  isOpen(id: string): boolean {
    return this.#caps.has(id) && !this.more.get(id);
  }

  #add(id: string, graph: Graph): void {
    const own = <T extends { readonly label: string | null }>(item: T): T => ({ ...item, label: item.label && `${id}/${item.label}` });
    this.nodes = [...new Map([...this.nodes, ...graph.nodes.map(own)].map((node) => [node.id, node])).values()].slice(0, MOST_NODES);
    this.edges = [...new Map([...this.edges, ...graph.edges.map(own)].map((edge) => [edge.id, edge])).values()];
    const labels: Record<string, Label> = { ...this.labels };
    for (const [ref, label] of Object.entries(graph.labels)) labels[`${id}/${ref}`] = label;
    this.labels = labels;
    this.more = new Map([...this.more, [id, graph.more ?? 0]]);
  }
}
