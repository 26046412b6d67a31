/** The calls of screening: one query with its hits, or a whole list as a table. */
import { post, send, withQuery } from './client.ts';
import type { LabelRef, Labels, Language, Texts } from './types.ts';

export type Strength = 'strong' | 'possible' | 'weak';
export interface Compared {
  readonly property: string;
  readonly title: Texts;
  readonly asked: string;
  readonly held: string;
  readonly bits: number;
  readonly label: LabelRef;
}
export interface ScreeningHit {
  readonly id: string;
  readonly schema: string;
  readonly schema_title: Texts;
  readonly caption: string;
  readonly strength: Strength;
  readonly bits: number;
  readonly needed: number;
  readonly probability: number;
  readonly compared: readonly Compared[];
  readonly shared: readonly string[];
  readonly sources: readonly string[];
  readonly listed: boolean;
  readonly label: LabelRef;
}
export interface LeftOut {
  readonly property: string;
  readonly title: Texts;
  readonly reason: Texts;
}
export interface ScreeningResult {
  readonly id: string;
  readonly hits: readonly ScreeningHit[];
  readonly left_out: readonly LeftOut[];
  /** Why nobody was looked for; null where somebody was. */
  readonly refused: Texts | null;
}
export interface Screened {
  readonly at: string;
  readonly model: string;
  readonly results: readonly ScreeningResult[];
  readonly labels: Labels;
}
export interface ScreeningQuery {
  readonly schema: string;
  readonly properties: Readonly<Record<string, readonly string[]>>;
}

export const screen = (query: ScreeningQuery, limit: number): Promise<Screened> =>
  post('/screening', { queries: [query], limit });

/** Sends a list; gives the table of hits as the node wrote it. */
export async function screenList(file: Blob, how: { readonly schema: string; readonly limit: number; readonly language: Language }, signal: AbortSignal): Promise<Blob> {
  const path = withQuery('/screening/lists', how);
  const response = await send(path, { method: 'POST', body: file, contentType: 'text/csv', signal });
  return response.blob();
}
