/** What somebody acted on, and must look at again. */
import { get, post } from './client.ts';
import type { Alert, EntityRef, Labels } from './types.ts';

export interface FollowUp {
  readonly id: string;
  readonly acted: 'alert' | 'judgement';
  readonly why: 'recalled' | 'retracted' | 'corrected' | 'expired' | 'erased' | 'parted' | 'contradicted';
  readonly acted_at: string;
  readonly at: string;
  readonly seen: boolean;
  readonly alert: Alert | null;
  readonly entities: readonly EntityRef[];
}
export interface FollowUpList {
  readonly follow_ups: readonly FollowUp[];
  readonly unseen: number;
  readonly elsewhere: number;
  readonly labels: Labels;
}

export const listFollowUps = (signal?: AbortSignal): Promise<FollowUpList> => get('/follow-ups', {}, signal);
export const seeFollowUps = (ids: readonly string[]): Promise<FollowUpList> => post('/follow-ups/seen', { ids });
