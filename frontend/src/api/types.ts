/** The values of the HTTP API, version 1, as the node sends them. Times are RFC 3339 UTC. */
export type * from './types-entities.ts';
export type * from './types-feeds.ts';

export type Language = 'en' | 'fr' | 'ar';
export type Texts = Readonly<Record<Language, string>>;

export interface Label {
  readonly text: string;
  readonly classification: readonly { readonly scheme: string; readonly level: string }[];
  readonly originators: readonly string[];
  /** null: releasable to all. */
  readonly releasable_to: readonly string[] | null;
  readonly handling: readonly string[];
  readonly data_categories: readonly string[];
  readonly subject_categories: readonly string[];
  readonly legal_bases: readonly string[];
  readonly purposes: readonly string[] | null;
  readonly discoverable_to: readonly string[] | null;
}
/** Local references ("L1") of one response to the labels it carries. */
export type Labels = Readonly<Record<string, Label>>;
export type LabelRef = string;

export interface Labelled {
  readonly labels: Labels;
}
export interface List<Item> extends Labelled {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The same in every language; absent where no node said it. */
  readonly detail_text?: Texts;
  readonly code: string;
  readonly repair: string;
  readonly repair_text?: Texts;
  readonly instance: string;
}

export type Capability =
  | 'data.read'
  | 'alert.triage'
  | 'entity.judge'
  | 'feed.push'
  | 'feed.administer'
  | 'audit.verify'
  | 'retraction.decide'
  | 'quarantine.resubmit'
  | 'audit.read'
  | 'alert.watch-unreadable'
  | 'data.release'
  | 'data.recall'
  | 'agreement.sign'
  | 'request.write'
  | 'weights.propose'
  | 'weights.approve'
  | 'request.watch';

export interface Session {
  readonly principal: {
    readonly id: string;
    readonly name: string;
    readonly display_name: string;
    readonly initials: string;
    readonly roles: readonly string[];
    readonly center: { readonly id: string; readonly name: string };
  };
  readonly purposes: readonly { readonly id: string; readonly title: Texts }[];
  /** null for who states no purpose, such as an administrator who reads nothing. */
  readonly purpose: string | null;
  readonly partition: { readonly name: string; readonly exercise: boolean; readonly title: string | Texts };
  readonly csrf: string;
  readonly now: string;
  readonly expires_at: string;
  readonly node: { readonly version: string; readonly center: string };
  readonly may: readonly Capability[];
}

export interface Counts {
  readonly critical: number;
  readonly open_alerts: number;
  readonly newest_record_at: string | null;
}
/** Open alerts that nobody on duty may read. */
export interface Unreadable {
  readonly with_custodian: number;
  readonly with_nobody: number;
  /** null where no custodian is named, or the one named cannot be one. */
  readonly custodian: string | null;
}
export interface Operations extends Counts {
  readonly at: string;
  /** null for whom the number is not. */
  readonly unreadable: Unreadable | null;
  readonly feeds: { readonly total: number; readonly failing: number; readonly silent: number };
  readonly records_today: number;
  readonly statements: number;
  readonly quarantined: number;
  readonly waiting: number;
}

export type Severity = 'critical' | 'high' | 'elevated' | 'low';
export type FeatureKind = 'alert' | 'sighting' | 'gap' | 'position' | 'detection' | 'track';
/** What the node can be asked for; tracks come with the positions. */
export type Layer = 'alerts' | 'sightings' | 'gaps' | 'positions' | 'detections';
export interface MapFeature {
  readonly id: string;
  readonly kind: FeatureKind;
  readonly severity: Severity | null;
  readonly entity: string | null;
  readonly alert: string | null;
  readonly caption: string;
  readonly at: string | null;
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: readonly [number, number] }
    | { readonly type: 'LineString'; readonly coordinates: readonly (readonly [number, number])[] };
  readonly label: LabelRef;
}
export interface MapView extends Labelled {
  readonly features: readonly MapFeature[];
  readonly truncated: boolean;
}

export interface Timeline {
  readonly from: string;
  readonly to: string;
  readonly bin_s: number;
  readonly lanes: readonly { readonly category: string; readonly counts: readonly number[] }[];
  readonly alerts: readonly { readonly severity: Severity; readonly counts: readonly number[] }[];
}

export type AlertState = 'raised' | 'acknowledged' | 'confirmed' | 'dismissed' | 'escalated' | 'closed' | 'lapsed';
export type Move = 'acknowledge' | 'confirm' | 'dismiss' | 'escalate' | 'close' | 'reopen';
export interface EntityRef {
  readonly id: string;
  readonly schema: string;
  readonly caption: string;
}
export interface Alert {
  readonly id: string;
  readonly number: string;
  readonly rule: { readonly id: string; readonly title: Texts; readonly version: string | number };
  readonly severity: Severity;
  readonly state: AlertState;
  readonly raised_at: string;
  readonly changed_at: string;
  readonly assigned_to: { readonly name: string; readonly you: boolean } | null;
  readonly caption: string;
  readonly entities: readonly EntityRef[];
  readonly place: { readonly lat: number; readonly lon: number } | null;
  readonly summary_text?: Texts;
  readonly findings: number;
  readonly sources: readonly string[];
  readonly label: LabelRef;
  readonly synthetic: boolean;
}
export interface AlertList extends List<Alert> {
  readonly total_shown: number;
}

export interface Grade {
  readonly reliability: string;
  readonly credibility: string;
  readonly scheme: string;
  readonly code: string;
}
export interface RecordRef {
  readonly id: string;
  readonly feed: string;
  readonly file: string;
  readonly number: number;
  readonly sha256: string;
}
/** How something that another source entity holds came to stand on a page. */
export type Via = 'attribution' | 'judgement';
export interface Value {
  readonly statement: string;
  readonly entity: string;
  readonly entity_schema: string;
  readonly property: string;
  readonly property_title: Texts;
  readonly value: string;
  readonly original: string | null;
  readonly lang: string | null;
  readonly source: { readonly id: string; readonly title: string };
  readonly grade: Grade;
  readonly label: LabelRef;
  readonly legal_bases: readonly string[];
  readonly observed_at: string | null;
  readonly recorded_at: string;
  readonly state: 'asserted' | 'retracted' | 'erased';
  /** null where the reader sees the value but not the whole record. */
  readonly record: RecordRef | null;
  readonly via?: Via | null;
  /** What an entity is called, where the value is its id. */
  readonly entity_caption?: string | null;
}
export interface WhyVisible {
  readonly purpose: string;
  readonly legal_bases: readonly string[];
  readonly labels: readonly LabelRef[];
  readonly roles: readonly string[];
  readonly shared: readonly { readonly partner: string; readonly agreement: string; readonly articles: readonly string[]; readonly values: number; readonly last_at: string }[];
  readonly text: Texts;
}
export interface Finding {
  readonly id: string;
  readonly rule: string;
  readonly found_at: string;
  readonly label: LabelRef;
  readonly explanation: Texts;
  readonly evidence: readonly Value[];
}
export interface AlertDetail extends Labelled {
  readonly alert: Alert;
  readonly findings: readonly Finding[];
  readonly history: readonly {
    readonly state: AlertState;
    readonly at: string;
    readonly by: string;
    readonly reason: string | null;
  }[];
  readonly moves: readonly Move[];
  readonly why: WhyVisible;
}

export interface Checkpoint {
  readonly checkpoint: string;
  readonly size: number;
  readonly origin: string;
  readonly vkey: string;
  readonly at: string | null;
  readonly pending: number;
}
export interface AuditEntry {
  readonly index: number;
  readonly at: string;
  readonly principal: string;
  readonly role: string;
  readonly purpose: string;
  readonly act: string;
  readonly basis: string | null;
  readonly decision: string;
  readonly objects: number;
}
export interface AuditEntries {
  readonly items: readonly AuditEntry[];
  readonly next: string | null;
}
export interface Verified {
  readonly size: number;
  readonly root: string;
  readonly ok: true;
  readonly seconds: number;
}
