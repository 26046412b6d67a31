/** The values of the HTTP API, version 1, as the node sends them. Times are RFC 3339 UTC. */

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
  readonly code: string;
  readonly repair: string;
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
  | 'alert.watch-unreadable';

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
export interface Operations extends Counts {
  readonly at: string;
  readonly unreadable?: number | null;
  readonly feeds: { readonly total: number; readonly failing: number; readonly silent: number };
  readonly records_today: number;
  readonly statements: number;
  readonly entities: number;
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

export type AlertState = 'raised' | 'acknowledged' | 'confirmed' | 'dismissed' | 'escalated' | 'closed';
export type Move = 'acknowledge' | 'confirm' | 'dismiss' | 'escalate' | 'close';
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
  readonly assigned_to: string | null;
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
  readonly state: 'asserted' | 'retracted';
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

/** How the question met the value. */
export type Matched = 'identifier' | 'name' | 'words' | 'word' | 'start';
export interface Hit {
  readonly id: string;
  readonly schema: string;
  readonly schema_title: Texts;
  readonly caption: string;
  readonly score: number | null;
  readonly because: readonly { readonly property: string; readonly value: string; readonly matched: Matched }[];
  readonly identifiers: readonly { readonly property: string; readonly value: string }[];
  readonly countries: readonly string[];
  readonly sources: readonly string[];
  readonly listed: boolean;
  readonly last_seen: string | null;
  readonly alerts: number;
  readonly label: LabelRef;
}

export type PropertyKind =
  | 'name' | 'identifier' | 'date' | 'time' | 'country' | 'text' | 'number' | 'latitude' | 'longitude' | 'place'
  | 'entity' | 'topic';
export interface Property {
  readonly property: string;
  readonly title: Texts;
  readonly kind: PropertyKind;
  readonly values: readonly Value[];
}
export interface EntityEvent {
  readonly id: string;
  readonly schema: string;
  readonly schema_title: Texts;
  readonly caption: string;
  readonly at: string | null;
  readonly until: string | null;
  readonly place: { readonly lat: number; readonly lon: number } | null;
  readonly via: Via | null;
  readonly label: LabelRef;
  readonly properties: readonly { readonly property: string; readonly title: Texts; readonly value: string }[];
}
export interface EntityLink {
  readonly id: string;
  readonly schema: string;
  readonly schema_title?: Texts;
  readonly role: string;
  readonly role_title?: Texts;
  readonly other: EntityRef;
  readonly label: LabelRef;
}
export interface Member {
  readonly source_entity: string;
  readonly source: string;
  readonly schema: string;
  readonly caption: string;
  readonly statements: number;
}
export interface JudgementSide {
  readonly source_entity: string;
  readonly source: string;
  readonly caption: string;
}
export interface Judgement {
  readonly id: string;
  readonly left: JudgementSide;
  readonly right: JudgementSide;
  readonly decision: 'same' | 'different' | 'undecided';
  readonly by: { readonly kind: 'model' | 'person'; readonly name: string };
  readonly at: string;
  readonly reason: string | null;
  readonly bits_total: number;
  readonly evidence: readonly {
    readonly property: string;
    readonly title: Texts;
    readonly left: string | null;
    readonly right: string | null;
    readonly bits: number;
    readonly label_left: LabelRef | null;
    readonly label_right: LabelRef | null;
  }[];
  readonly label: LabelRef;
}
export interface Attribution {
  readonly event: string;
  readonly entity: string;
  readonly property: string;
  readonly value: string;
  readonly at: string | null;
  readonly evidence: readonly Value[];
  readonly label: LabelRef;
}
export interface TrackPoint {
  readonly at: string;
  readonly lat: number;
  readonly lon: number;
  readonly speed_kn: number | null;
  readonly course_deg: number | null;
  readonly label: LabelRef;
}
export interface EntityPage extends Labelled {
  readonly entity: {
    readonly id: string;
    readonly schema: string;
    readonly schema_title: Texts;
    readonly caption: string;
    readonly listed: boolean;
    readonly countries: readonly string[];
    readonly label: LabelRef;
    readonly sources: readonly { readonly id: string; readonly title: string }[];
  };
  readonly properties: readonly Property[];
  readonly former: readonly Property[];
  readonly events: readonly EntityEvent[];
  readonly more_events?: boolean;
  readonly links: readonly EntityLink[];
  readonly members: readonly Member[];
  readonly judgements: readonly Judgement[];
  readonly attributions: readonly Attribution[];
  readonly alerts: readonly Alert[];
  readonly track: { readonly points: readonly TrackPoint[]; readonly truncated: boolean } | null;
  readonly withheld: readonly { readonly property: string | null; readonly originator: string }[];
  readonly why: WhyVisible;
}

export interface GraphNode {
  readonly id: string;
  readonly kind: 'entity' | 'event' | 'alert' | 'withheld';
  readonly schema: string;
  readonly caption: string;
  readonly severity: Severity | null;
  readonly listed: boolean;
  readonly label: LabelRef | null;
}
export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly title: Texts;
  readonly label: LabelRef | null;
}
export interface Graph extends Labelled {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly more: number | null;
}

export interface RecordView extends Labelled {
  readonly id: string;
  readonly feed: string;
  readonly source: string;
  readonly file: string;
  readonly number: number;
  readonly sha256: string;
  readonly size: number;
  readonly delivered_at: string;
  readonly text: string | null;
  readonly media_type: string;
  readonly statements: readonly Value[];
  readonly label: LabelRef;
}

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
  readonly field: string | null;
  readonly expected: string;
  /** null for whoever may not read the values of the feed. */
  readonly came: string | null;
  readonly repair: string;
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
