/** What the node says of partners, agreements, releases, consents and recalls. */
import type { Labels, Texts } from './types.ts';

export type AgreementState = 'proposed' | 'in force' | 'suspended' | 'ended';
export type AgreementAct = 'accept' | 'suspend' | 'resume' | 'end';

export interface Partner {
  readonly center: string;
  readonly name: string;
  readonly address: string;
  readonly keys_good: boolean;
  readonly waiting: number;
  readonly oldest_waiting: string | null;
  readonly sent: number;
  readonly taken: number;
}
export interface StandingRelease {
  readonly id: string;
  readonly partner: string;
  readonly purpose: string;
  readonly ordered_at: string;
  readonly ended_at: string | null;
}
export interface TrustChange {
  readonly center: string;
  readonly change: 'joins' | 'leaves' | 'name' | 'address' | 'authority' | 'keys added' | 'keys revoked' | 'keys dated' | 'keys gone';
  readonly subject: string;
  readonly at: string | null;
}
export interface TrustList {
  readonly digest: string;
  readonly version: number;
  readonly by: string;
  readonly came_at: string;
  readonly state: 'proposed' | 'adopted' | 'passed';
  readonly votes: readonly string[];
  readonly missing: number;
  readonly changes: readonly TrustChange[];
}
export interface TrustPage {
  readonly version: number;
  readonly centers: readonly string[];
  readonly lists: readonly TrustList[];
}
export interface Article {
  readonly article: string;
  readonly title: Texts;
  readonly effect: 'permit' | 'forbid' | 'oblige';
  readonly emergency: boolean;
  readonly policy: string;
}
export interface Agreement {
  readonly digest: string;
  readonly id: string;
  readonly version: number;
  readonly title: Texts;
  readonly layer: 'national' | 'bilateral' | 'regional';
  readonly legal_instrument: string;
  readonly parties: readonly string[];
  readonly first: string;
  readonly before: string;
  readonly state: AgreementState;
  readonly missing: readonly string[];
  readonly emergency_hours: number | null;
  readonly acts: readonly { readonly center: string; readonly act: AgreementAct; readonly at: string }[];
  readonly articles: readonly Article[];
}
export type EmergencyState = 'awaiting' | 'holds' | 'over' | 'ended';
export interface Emergency {
  readonly id: string;
  readonly center: string;
  readonly mine: boolean;
  readonly yours: boolean;
  readonly agreement: string;
  readonly digest: string;
  readonly title: Texts;
  readonly reason: string;
  readonly declared_at: string;
  readonly by: string | null;
  readonly confirmed_by: string | null;
  readonly begins_at: string | null;
  readonly until: string;
  readonly state: EmergencyState;
  readonly ends: readonly { readonly center: string; readonly by: string | null; readonly reason: string; readonly at: string }[];
}
export interface AgreementEffect {
  readonly agreement: string;
  readonly digest: string;
  readonly effects: readonly {
    readonly partner: string;
    readonly purpose: string;
    readonly statements: number;
    readonly leaving: number;
    readonly would_leave: number;
    readonly more: number;
    readonly less: number;
    readonly in_emergency: number;
    readonly conflicts: readonly { readonly article: string; readonly statements: number }[];
  }[];
}
export type WhyNot = 'uncovered' | 'forbidden' | 'consent' | 'unmapped' | 'failed' | 'emergency';
export interface Outcome {
  readonly statement: string;
  readonly entity: string;
  readonly entity_schema: string;
  readonly property: string;
  readonly property_title: Texts;
  readonly value: string;
  readonly becomes: string | null;
  readonly change: 'none' | 'masked' | 'generalised' | 'dropped';
  readonly agreement: string | null;
  readonly articles: readonly string[];
  readonly bound: readonly string[];
  readonly why: WhyNot | null;
  readonly forbidden_by: readonly string[];
  readonly label: string;
  readonly label_abroad: string | null;
}
export interface DryRun {
  readonly recipient: string;
  readonly purpose: string;
  readonly rows: readonly Outcome[];
  readonly counts: readonly { readonly schema: string; readonly count: number }[];
  readonly onward: readonly { readonly center: string; readonly values: number; readonly articles: readonly string[] }[];
  readonly leaving: number;
  readonly staying: number;
  readonly labels: Labels;
}
export interface Released {
  readonly messages: readonly string[];
  readonly run: DryRun;
}
export interface Release {
  readonly message: string;
  readonly partner: string;
  readonly agreement: string;
  readonly purpose: string;
  readonly basis: string;
  readonly released_at: string;
  readonly count: number;
  readonly values: readonly {
    readonly release: string;
    readonly statement: string;
    readonly property: string;
    readonly value: string;
    readonly change: string;
    readonly articles: readonly string[];
    readonly standing: 'out' | 'recalled' | 'expired';
  }[];
}
export interface Consent {
  readonly id: string;
  readonly origin: string;
  readonly holder: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly reason: string;
  readonly asked_at: string;
  readonly state: 'asked' | 'given' | 'refused';
  readonly given_until: string | null;
  readonly count: number;
  readonly values: readonly { readonly statement: string; readonly property: string; readonly value: string }[];
}
export interface Recall {
  readonly id: string;
  readonly origin: string;
  readonly via: string | null;
  readonly reason: string;
  readonly ordered_at: string;
  readonly items: number;
  readonly complete: boolean;
  readonly holders: readonly {
    readonly holder: string;
    readonly via: string;
    readonly items: number;
    readonly asked_at: string;
    readonly due_at: string;
    readonly answered_at: string | null;
    readonly overdue: boolean;
  }[];
}
