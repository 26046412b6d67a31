/** What the node says of requests for information. */
import type { DryRun } from './types-sharing.ts';
import type { EntityRef, LabelRef, Labels, Texts } from './types.ts';

export type RequestState = 'draft' | 'asked' | 'consent' | 'released' | 'refused' | 'withdrawn';
/** The grounds that a person may give. */
export type Ground = 'nothing' | 'not-covered' | 'not-necessary' | 'not-verified' | 'investigation' | 'safety' | 'security';
export type Urgency = 'ordinary' | 'urgent';

export interface RequestForm {
  readonly recipient: string;
  readonly entities: readonly string[];
  readonly basis: string;
  readonly case: string;
  readonly what: string;
  readonly why: string;
  readonly check: string;
  readonly urgency: Urgency;
}
export interface Request {
  readonly id: string;
  readonly asker: string;
  readonly asked: string;
  readonly mine: boolean;
  readonly purpose: string;
  readonly agreement: string;
  readonly basis: string;
  readonly case: string;
  readonly urgency: Urgency;
  readonly what: string;
  readonly why: string;
  readonly check: string;
  readonly role: string;
  readonly state: RequestState;
  readonly written_at: string;
  readonly asked_at: string | null;
  readonly due_at: string | null;
  readonly late: boolean;
  readonly escalated_at: string | null;
  readonly count: number;
  /** Whether the reader sees all that names whom it is about, and so its words. */
  readonly told: boolean;
  readonly values: readonly { readonly statement: string; readonly entity: string; readonly property: string; readonly property_title: Texts; readonly value: string; readonly label: LabelRef }[];
  readonly entities: readonly EntityRef[];
  readonly same: readonly { readonly id: string; readonly asker: string; readonly asked: string; readonly state: RequestState; readonly written_at: string }[];
  readonly replies: readonly {
    readonly state: 'consent' | 'released' | 'refused';
    readonly ground: Ground | 'not-taken' | null;
    readonly reason: string;
    readonly released: number;
    readonly at: string;
    readonly by: string | null;
  }[];
}
export interface RequestList {
  readonly requests: readonly Request[];
  readonly late: number;
  readonly labels: Labels;
}
export interface RequestPage {
  readonly request: Request;
  readonly candidates: readonly EntityRef[];
  readonly proposal: {
    readonly entities: readonly EntityRef[];
    readonly verified: string;
    readonly by: string;
    readonly at: string;
    readonly approvals: readonly string[];
  } | null;
  readonly run: DryRun | null;
  readonly persons: number;
  readonly labels: Labels;
}
