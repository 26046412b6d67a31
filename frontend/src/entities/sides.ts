/** Two entities beside each other: what each side says of each property, every value under its label. */
import type { ReviewPair } from '../api/resolver.ts';
import type { EntityPage, Judgement, LabelRef, Labels, PropertyKind, Texts, Withheld } from '../api/types.ts';
import { gatheredBy } from '../lib/words.ts';

export interface Side {
  readonly value: string;
  readonly label: LabelRef;
  readonly labels: Labels;
  readonly kind?: PropertyKind;
  readonly original?: string | null;
  readonly lang?: string | null;
  readonly caption?: string | null | undefined;
  readonly source?: string;
}
export interface SideRow {
  readonly property: string;
  readonly title: Texts;
  readonly left: readonly Side[];
  readonly right: readonly Side[];
  readonly withheldLeft?: readonly Withheld[];
  readonly withheldRight?: readonly Withheld[];
}
/** Two source entities that a person judges; `name`: what each is called. */
export interface Pair {
  readonly left: string;
  readonly right: string;
  readonly names: readonly [string, string];
}

export const rowsOfRest = (rest: ReviewPair['rest'], labels: Labels): readonly SideRow[] =>
  rest.map((row) => ({ ...row, left: row.left.map(({ value, label }) => ({ value, label, labels })), right: row.right.map(({ value, label }) => ({ value, label, labels })) }));

/** All that two pages say, property by property: what both say first, then what one says alone. */
export function rowsOfPages(left: EntityPage, right: EntityPage): readonly SideRow[] {
  const names = gatheredBy([...namesOf(left), ...namesOf(right)], (one) => one.property);
  const rows = names.map(([first]) => {
    const { property = '', title = { en: '', fr: '', ar: '' } } = first ?? {};
    return { property, title, left: valuesOf(left, property), right: valuesOf(right, property), withheldLeft: withheldOf(left, property), withheldRight: withheldOf(right, property) };
  });
  const both = (row: SideRow): number => (row.left.length > 0 && row.right.length > 0 ? 0 : 1);
  return rows.toSorted((a, b) => both(a) - both(b));
}

/** The judgements on pairs between two entities: one that waits first, then as the page has them. */
export function judgementsBetween(left: EntityPage, right: EntityPage): readonly Judgement[] {
  const [here, there] = [idsOf(left), idsOf(right)];
  const across = left.judgements.filter(({ left: a, right: b }) => {
    const ends = [a.source_entity, b.source_entity];
    return ends.some((end) => here.has(end)) && ends.some((end) => there.has(end));
  });
  return across.toSorted((a, b) => Number(b.waits) - Number(a.waits));
}

/** The two source entities that a judgement on two entities is about: those of which something was judged, if any. */
export function pairOf(left: EntityPage, right: EntityPage): readonly [string, string] {
  const judged = judgementsBetween(left, right)[0];
  if (!judged) return [left.entity.id, right.entity.id];
  const [a, b] = [judged.left.source_entity, judged.right.source_entity];
  return idsOf(left).has(a) ? [a, b] : [b, a];
}

/** Whether two pages are of one entity. */
export const isOne = (left: EntityPage, right: EntityPage): boolean => idsOf(left).has(right.entity.id) || idsOf(right).has(left.entity.id);

const idsOf = (page: EntityPage): ReadonlySet<string> => new Set([page.entity.id, ...page.members.map((member) => member.source_entity)]);
const namesOf = (page: EntityPage): readonly { readonly property: string; readonly title: Texts }[] => [...page.properties, ...page.withheld];
const withheldOf = (page: EntityPage, property: string): readonly Withheld[] => page.withheld.filter((one) => one.property === property);

function valuesOf(page: EntityPage, property: string): readonly Side[] {
  const found = page.properties.find((one) => one.property === property);
  if (!found) return [];
  return gatheredBy(found.values, (one) => JSON.stringify([one.value, one.label, one.source.id])).flatMap(([one]) =>
    one ? [{ value: one.value, label: one.label, labels: page.labels, kind: found.kind, original: one.original, lang: one.lang, caption: one.entity_caption, source: one.source.title }] : [],
  );
}
