/** Feeds: what agencies deliver, what was wrong with it, what waits for a person. */
import type { Grade, LabelRef, Labels, Texts } from './types.ts';

export type FeedState = 'fresh' | 'silent' | 'failing' | 'empty';
export interface Feed {
  readonly id: string;
  readonly title: string | Texts;
  readonly source: string;
  readonly agency: string;
  readonly format: string;
  readonly kind: 'snapshot' | 'stream';
  readonly mapping: { readonly id: string; readonly version: string | number };
  readonly label: LabelRef | null;
  readonly grade: Grade | string;
  readonly legal_bases: readonly string[];
  readonly retention_days: number | null;
  readonly state: FeedState;
  readonly last_delivery_at: string | null;
  readonly newest_record_at: string | null;
  readonly records: number;
  readonly statements: number;
  readonly quarantined: number;
  readonly deliveries: number;
  readonly rate_per_min: readonly number[];
  readonly verdicts_open: number;
}
export interface Delivery {
  readonly id: string;
  readonly file: string;
  readonly part: string | null;
  readonly as_of: string | null;
  readonly received_at: string;
  readonly complete: boolean;
  readonly records: number;
  readonly new: number;
  readonly changed: number | null;
  readonly vanished: number | null;
  readonly quarantined: number;
  readonly state: 'receiving' | 'complete' | 'cut' | 'held';
}
export interface Verdict {
  readonly id: string;
  readonly feed: string;
  readonly file: string;
  readonly record_number: number | null;
  readonly field: Texts;
  readonly expected: Texts;
  /** null for whoever may not read the values of the feed. */
  readonly came: Texts | null;
  readonly repair: Texts;
  readonly at: string;
  readonly quarantined: string | null;
  readonly state: 'open' | 'resubmitted' | 'discarded';
}
export interface Waiting {
  readonly id: string;
  readonly kind: 'retraction';
  readonly feed: string;
  readonly part: string | null;
  readonly from_as_of: string | null;
  readonly to_as_of: string | null;
  readonly vanished: number;
  readonly of: number;
  readonly share: number;
  readonly since: string;
  readonly text: Texts;
}
export interface FeedPage {
  readonly feed: Feed;
  readonly deliveries: readonly Delivery[];
  readonly verdicts: readonly Verdict[];
  readonly waiting: readonly Waiting[];
  readonly labels?: Labels;
}
export interface Pushed {
  readonly delivery: string;
  /** Whether it was read to its end. */
  readonly complete: boolean;
  /** Whether these very bytes had come before. */
  readonly repeated: boolean;
  readonly records: number;
  readonly admitted: number;
  readonly quarantined: number;
  readonly verdicts: readonly Verdict[];
}
export interface Resubmitted {
  readonly verdicts: readonly Verdict[];
  readonly admitted: number;
}
export interface UnmappedFile {
  readonly file: string;
  readonly size: number;
  readonly reason: string;
}
