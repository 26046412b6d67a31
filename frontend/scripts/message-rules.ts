/** What every file of messages must hold: the same keys and variables as English, in words of its own. */
import { FluentParser, Visitor, type Pattern, type VariableReference } from '@fluent/syntax';

export const LANGUAGES = ['en', 'fr', 'ar'] as const;
/** The plural forms that a language must tell apart; `other` is the default of every choice. */
const FORMS: Readonly<Record<string, readonly string[]>> = { en: ['one'], fr: ['one'], ar: ['one', 'two', 'few', 'many'] };
const FORM = /^(zero|one|two|few|many)$/;

interface Message {
  readonly text: string;
  readonly variables: string;
  readonly comment: string;
  readonly forms: readonly (readonly string[])[];
}
export interface Messages {
  readonly messages: ReadonlyMap<string, Message>;
  readonly faults: readonly string[];
}

class Parts extends Visitor {
  names = new Set<string>();
  choices: string[][] = [];
  override visitVariableReference(node: VariableReference): void {
    this.names.add(node.id.name);
  }
  override visitSelectExpression(node: Parameters<NonNullable<Visitor['visitSelectExpression']>>[0]): void {
    const forms = node.variants.flatMap((variant) => (variant.key.type === 'Identifier' && FORM.test(variant.key.name) ? [variant.key.name] : []));
    if (forms.length > 0) this.choices.push(forms);
    this.genericVisit(node);
  }
}

const textOf = (source: string, { span }: Pattern): string => (span ? source.slice(span.start, span.end).replaceAll(/\s+/g, ' ').trim() : '');

/** Reads one file; `faults`: what cannot be read, stands twice or is empty. */
export function read(language: string, source: string): Messages {
  const messages = new Map<string, Message>();
  const faults: string[] = [];
  for (const entry of new FluentParser({ withSpans: true }).parse(source).body) {
    if (entry.type === 'Junk') faults.push(`${language}: cannot read: ${entry.content.slice(0, 60).trim()}`);
    if (entry.type !== 'Message') continue;
    const key = entry.id.name;
    if (messages.has(key)) faults.push(`${language}: ${key} stands twice`);
    if (!entry.value) {
      faults.push(`${language}: ${key} is empty`);
      continue;
    }
    const parts = new Parts();
    parts.visit(entry.value);
    for (const forms of parts.choices) {
      const missing = (FORMS[language] ?? []).filter((form) => !forms.includes(form));
      if (missing.length > 0) faults.push(`${language}: ${key} lacks the plural ${missing.join(', ')}`);
    }
    messages.set(key, { text: textOf(source, entry.value), variables: [...parts.names].sort().join(' '), comment: entry.comment?.content ?? '', forms: parts.choices });
  }
  return { messages, faults };
}

/** Compares a language with English. A text may equal the English one where a comment in English says so. */
export function compare(english: Messages, other: Messages, language: string): readonly string[] {
  const faults: string[] = [];
  for (const [key, message] of english.messages) {
    const twin = other.messages.get(key);
    const marked = [`same in ${language}`, 'same in all languages'].some((mark) => message.comment.includes(mark));
    if (!twin) faults.push(`${language}: ${key} is missing`);
    else if (twin.variables !== message.variables) faults.push(`${language}: ${key} has the variables (${twin.variables}), English has (${message.variables})`);
    else if (twin.forms.length < message.forms.length) faults.push(`${language}: ${key} has no plural`);
    else if (twin.text === message.text && !marked) faults.push(`${language}: ${key} equals English; mark it "# same in ${language}" in en.ftl if that is right`);
    else if (twin.text !== message.text && marked) faults.push(`${language}: ${key} is marked as equal to English, and is not`);
  }
  for (const key of other.messages.keys()) if (!english.messages.has(key)) faults.push(`${language}: ${key} is not in English`);
  return faults;
}

/** Every fault of a set of files, one text per language. */
export function faultsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const all = Object.entries(files).map(([language, source]) => [language, read(language, source)] as const);
  const english = all.find(([language]) => language === 'en')?.[1] ?? { messages: new Map(), faults: ['en: there is none'] };
  return all.flatMap(([language, messages]) => [...messages.faults, ...(language === 'en' ? [] : compare(english, messages, language))]);
}
