/** Entities, their graph, and the records they rest on. */
import type { Alert, EntityRef, LabelRef, Labelled, List, Severity, Texts, Value, Via, WhyVisible } from './types.ts';

/** How the question met the value. */
export type Matched = 'identifier' | 'name' | 'address' | 'words' | 'spelled' | 'like' | 'part' | 'word' | 'start';
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

/** `cut`: there may be more than were looked at, on no page. */
export interface HitList extends List<Hit> {
  readonly cut: boolean;
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
  readonly waits: boolean;
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
/** A fact that exists and that the reader may not see. `label`: of its existence alone. */
export interface Withheld {
  readonly property: string;
  readonly title: Texts;
  readonly originators: readonly string[];
  readonly legal_bases: readonly string[];
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
  readonly withheld: readonly Withheld[];
  readonly why: WhyVisible;
}

export interface GraphNode {
  readonly id: string;
  readonly kind: 'entity' | 'event' | 'alert' | 'withheld';
  readonly schema: string;
  readonly title: Texts;
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
