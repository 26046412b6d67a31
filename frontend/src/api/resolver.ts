/** The calls about the resolver: its weights, and the pairs that are worth a person's judgement. */
import { downloadAddress, get, post } from './client.ts';
import type { Judgement, Labels, Language, Texts } from './types.ts';

export interface Weights {
  readonly version: string;
  readonly digest: string;
  readonly size: number;
  readonly state: 'kept' | 'proposed' | 'active' | 'former' | 'declined';
  readonly shipped: boolean;
  readonly yours: boolean;
  readonly reason: string | null;
  readonly proposed_by: string | null;
  readonly proposed_at: string | null;
  readonly decided: 'approved' | 'declined' | null;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly decided_reason: string | null;
}
export interface WeightsPage {
  readonly version: string;
  readonly rescoring: boolean;
  readonly items: readonly Weights[];
}
export interface WeightChange {
  readonly schema: string;
  readonly property: string;
  readonly level: string;
  readonly before: number | null;
  readonly after: number | null;
}
export interface WeightsReview {
  readonly weights: Weights;
  readonly against: string;
  readonly changes: readonly WeightChange[];
  readonly tables: readonly { readonly name: string; readonly before: number; readonly after: number; readonly changed: number }[];
  readonly effect: {
    readonly pairs: number;
    readonly same_before: number;
    readonly same_after: number;
    readonly different_before: number;
    readonly different_after: number;
    readonly joined: number;
    readonly parted: number;
    readonly by_person: number;
  };
}
export interface SideValue {
  readonly value: string;
  readonly source: string;
  readonly label: string;
}
export interface ReviewPair {
  readonly judgement: Judgement;
  readonly schema: string;
  readonly margin: number;
  readonly size: number;
  readonly alerts: number;
  readonly weight: number;
  readonly rest: readonly { readonly property: string; readonly title: Texts; readonly left: readonly SideValue[]; readonly right: readonly SideValue[] }[];
}
export interface ReviewQueue {
  readonly pairs: readonly ReviewPair[];
  readonly looked: number;
  readonly labels: Labels;
}

const at = (version: string): string => `/weights/${encodeURIComponent(version)}`;
export const listWeights = (signal?: AbortSignal): Promise<WeightsPage> => get('/weights', {}, signal);
export const reviewWeights = (version: string): Promise<WeightsReview> => get(at(version));
export const proposeWeights = (document: string, reason: string): Promise<Weights> => post('/weights', { document, reason });
export const proposeAgain = (version: string, reason: string): Promise<Weights> => post(`${at(version)}/proposal`, { reason });
export const approveWeights = (version: string, reason: string): Promise<Weights> => post(`${at(version)}/approve`, { reason });
export const declineWeights = (version: string, reason: string): Promise<Weights> => post(`${at(version)}/decline`, { reason });
export const weightsFile = (version: string): string => downloadAddress(`${at(version)}/document`);
export const qualityFile = (language: Language): string => downloadAddress('/quality', { language });
export const listPairs = (signal?: AbortSignal): Promise<ReviewQueue> => get('/review', {}, signal);
