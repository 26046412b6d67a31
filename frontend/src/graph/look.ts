/** How nodes and edges look; shapes tell kinds apart without colour. */
import type { StylesheetJson } from 'cytoscape';
import type { GraphNode } from '../api/types.ts';
import { token } from '../lib/tokens.ts';

const SHAPES: Readonly<Record<string, string>> = {
  Vessel: 'round-pentagon',
  Airplane: 'round-pentagon',
  Person: 'ellipse',
  Organization: 'round-rectangle',
  Company: 'round-rectangle',
  LegalEntity: 'round-rectangle',
  BankAccount: 'barrel',
  SimCard: 'barrel',
  Container: 'cut-rectangle',
  Indicator: 'hexagon',
  InformationReport: 'tag',
};

/** The shapes that severities have everywhere. */
const SEVERITY_SHAPES = { critical: 'diamond', high: 'triangle', elevated: 'rectangle', low: 'ellipse' } as const;

/**
 * cytoscape writes one rule into a style element of its own, which the content policy refuses. It looks for an
 * element of this id first; the rule itself (position: relative) stands in GraphCanvas.
 */
export function standInForSheet(): void {
  const id = '__________cytoscape_stylesheet';
  if (document.getElementById(id)) return;
  const stand = document.createElement('meta');
  stand.id = id;
  document.head.append(stand);
}

export function shapeOf(node: GraphNode): string {
  if (node.severity) return SEVERITY_SHAPES[node.severity];
  if (node.kind === 'event') return 'rhomboid';
  return SHAPES[node.schema] ?? 'ellipse';
}

/** `scale`: how much larger letters must be drawn so that they are readable at the zoom of the whole graph. */
export function look(scale: number): StylesheetJson {
  const severities = ['critical', 'high', 'elevated', 'low'] as const;
  return [
    {
      selector: 'node',
      style: {
        shape: 'data(shape)' as 'ellipse',
        width: 24,
        height: 24,
        'background-color': token('bg3'),
        'border-width': 1.6,
        'border-color': token('text3'),
        label: 'data(caption)',
        'font-family': 'IBM Plex Sans, IBM Plex Sans Arabic',
        'font-size': 11.5 * scale,
        color: token('text2'),
        'text-valign': 'bottom',
        'text-margin-y': 3 * scale,
        'text-wrap': 'wrap',
        'text-max-width': `${112 * scale}px`,
        'text-background-color': token('bg1'),
        'text-background-opacity': 0.85,
        'text-background-padding': '1px',
        'min-zoomed-font-size': 6,
      },
    },
    { selector: 'node[kind="event"]', style: { width: 16, height: 16, 'font-size': 10 * scale } },
    { selector: 'node.quiet', style: { 'text-opacity': 0, 'text-background-opacity': 0 } },
    { selector: 'node.named', style: { 'text-opacity': 1, 'text-background-opacity': 0.9, 'z-index': 10 } },
    { selector: 'node[?listed]', style: { 'border-color': token('high'), 'border-width': 3 } },
    ...severities.map((severity) => ({
      selector: `node[severity="${severity}"]`,
      style: { 'background-color': token(severity), 'border-color': token(severity) },
    })),
    { selector: 'node[kind="withheld"]', style: { 'border-style': 'dashed' as const, 'background-opacity': 0.3, color: token('text3') } },
    {
      selector: 'node.selected',
      style: { width: 34, height: 34, 'border-width': 3, 'border-color': token('accent'), 'background-color': token('accent-soft'), 'font-weight': 600, color: token('text1'), 'text-opacity': 1, 'text-background-opacity': 0.85 },
    },
    {
      selector: 'edge',
      style: { width: 1.3, 'line-color': token('text3'), 'curve-style': 'straight', opacity: 0.6 },
    },
    { selector: 'edge[kind="attribution"]', style: { 'line-style': 'dashed' as const } },
    {
      selector: 'edge.near',
      style: {
        opacity: 1,
        width: 2,
        'line-color': token('accent'),
        label: 'data(title)',
        'font-family': 'IBM Plex Sans, IBM Plex Sans Arabic',
        'font-size': 10.5 * scale,
        color: token('text2'),
        'text-background-color': token('bg1'),
        'text-background-opacity': 0.9,
        'text-background-padding': '1px',
        'min-zoomed-font-size': 6,
      },
    },
  ];
}
