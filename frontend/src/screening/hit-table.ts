/** The table of hits that the node writes for a list: its cells, and what it comes to. */
import type { Strength } from '../api/screening.ts';

/** What a line says of its row: the strength of a hit, that there is none, or that nobody was looked for. */
export type LineStrength = Strength | 'none' | 'refused';

export interface HitLine {
  readonly row: number;
  readonly id: string;
  readonly asked: string;
  readonly strength: LineStrength;
  readonly entity: string;
  readonly schema: string;
  readonly caption: string;
  readonly bits: number;
  readonly needed: number;
  readonly probability: number;
  readonly because: string;
  readonly shared: string;
  readonly sources: string;
  readonly listed: boolean;
  readonly label: string;
  readonly left_out: string;
  /** Why nothing of the row was asked for; empty where something was. */
  readonly refused: string;
}
export interface HitTable {
  readonly lines: readonly HitLine[];
  readonly rows: number;
  readonly strong: number;
  /** Rows with possible hits and no strong one. */
  readonly possible: number;
  /** Rows with weak hits and no better one. */
  readonly weak: number;
  readonly none: number;
  /** Rows of which some value was not asked for. */
  readonly leftOut: number;
  /** Rows of which nothing was asked for. */
  readonly refused: number;
}

/** Reads a table as RFC 4180 has it: quoted cells may hold commas, quotes (doubled) and line breaks. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const [cell, end] = text[at] === '"' ? quoted(text, at + 1) : plain(text, at);
    row.push(cell);
    at = end;
    if (text[at] === ',') {
      at += 1;
      if (at === text.length) row.push('');
      continue;
    }
    rows.push(row);
    row = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function plain(text: string, from: number): readonly [string, number] {
  let end = from;
  while (end < text.length && !',\r\n'.includes(text[end] ?? '')) end += 1;
  return [text.slice(from, end), end];
}

function quoted(text: string, from: number): readonly [string, number] {
  let end = text.indexOf('"', from);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  const last = end < 0 ? text.length : end;
  return [text.slice(from, last).replaceAll('""', '"'), last + 1];
}

/** The node puts an apostrophe before what a spreadsheet would run as a formula. */
const bare = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

export function hitTable(text: string): HitTable {
  const [header = [], ...rows] = cellsOf(text);
  const lines = rows.map((cells) => lineOf(new Map(header.map((name, at) => [name, bare(cells[at] ?? '')]))));
  const best = new Map<number, LineStrength>();
  for (const { row, strength } of lines) {
    const before = best.get(row);
    if (before === undefined || STRENGTHS.indexOf(strength) < STRENGTHS.indexOf(before)) best.set(row, strength);
  }
  const count = (strength: LineStrength): number => [...best.values()].filter((one) => one === strength).length;
  const leftOut = new Set(lines.filter((line) => line.left_out).map((line) => line.row)).size;
  return { lines, rows: best.size, strong: count('strong'), possible: count('possible'), weak: count('weak'), none: count('none'), leftOut, refused: count('refused') };
}

/** The best first. */
const STRENGTHS: readonly LineStrength[] = ['strong', 'possible', 'weak', 'none', 'refused'];

function lineOf(cells: ReadonlyMap<string, string>): HitLine {
  const of = (name: string): string => cells.get(name) ?? '';
  return {
    row: Number(of('row')),
    id: of('id'),
    asked: of('asked'),
    strength: STRENGTHS.find((one) => one === of('strength')) ?? 'none',
    entity: of('entity'),
    schema: of('schema'),
    caption: of('caption'),
    bits: Number(of('bits')),
    needed: Number(of('needed')),
    probability: Number(of('probability')),
    because: of('because'),
    shared: of('shared'),
    sources: of('sources'),
    listed: of('listed') === 'yes',
    label: of('label'),
    left_out: of('left_out'),
    refused: of('refused'),
  };
}
