/** Words, numbers and times in the reader's language. */
import { FluentBundle, FluentResource } from '@fluent/bundle';
import type { Language, Texts } from '../api/types.ts';
import type { MessageKey } from '../generated/messages.ts';
import { prefs } from './prefs.svelte.ts';

export const LANGUAGES: readonly { readonly code: Language; readonly name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'fr', name: 'Français' },
  { code: 'ar', name: 'العربية' },
];
const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR', ar: 'ar-EG' };
const loaders: Readonly<Record<Language, () => Promise<{ default: string }>>> = {
  en: () => import('../../messages/en.ftl?raw'),
  fr: () => import('../../messages/fr.ftl?raw'),
  ar: () => import('../../messages/ar.ftl?raw'),
};
const ISOLATE = String.fromCodePoint(0x2068);
const POP = String.fromCodePoint(0x2069);
const DATED = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-][\d:]+))?$/;
const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

class I18n {
  language = $state<Language>('en');
  #bundle = $state.raw<FluentBundle | null>(null);

  get locale(): string {
    return LOCALE[this.language];
  }

  get direction(): 'ltr' | 'rtl' {
    return this.language === 'ar' ? 'rtl' : 'ltr';
  }

  async use(language: Language): Promise<void> {
    const { default: source } = await loaders[language]();
    const bundle = new FluentBundle(LOCALE[language], { useIsolating: true });
    bundle.addResource(new FluentResource(source));
    this.#bundle = bundle;
    this.language = language;
    document.documentElement.lang = language;
    document.documentElement.dir = this.direction;
    if (prefs.language !== language) {
      prefs.language = language;
      prefs.keep();
    }
  }

  t = (key: MessageKey, args?: Record<string, string | number>): string => {
    const message = this.#bundle?.getMessage(key);
    return message?.value ? (this.#bundle?.formatPattern(message.value, args) ?? key) : key;
  };

  /** The reader's language of a text that the node sent in all of them. */
  text = (texts: Texts | string | null | undefined): string => {
    if (texts === null || texts === undefined) return '';
    return typeof texts === 'string' ? texts : texts[this.language] || texts.en;
  };

  /** The message of a family (`schema-`, `role-`) or, for a word the console does not know, the word itself. */
  word = (family: 'schema' | 'role' | 'category' | 'property' | 'topic', word: string): string => {
    const key = `${family}-${word.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
    const message = this.#bundle?.getMessage(key);
    return message?.value ? (this.#bundle?.formatPattern(message.value) ?? word) : word;
  };

  number = (value: number, options?: Intl.NumberFormatOptions): string =>
    new Intl.NumberFormat(this.locale, options).format(value);

  /** A number that names something: no grouping. */
  ordinal = (value: number): string => this.number(value, { useGrouping: false });

  bytes = (size: number): string => {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
    const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(size, 1)) / 3));
    const unit = units[step] ?? 'byte';
    const unitDisplay = unit === 'byte' ? 'long' : 'short';
    const options: Intl.NumberFormatOptions = { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 };
    return this.number(size / 1000 ** step, options);
  };

  country = (code: string): string => {
    if (!/^[a-z]{2}$/i.test(code)) return code;
    return new Intl.DisplayNames([this.locale], { type: 'region' }).of(code.toUpperCase()) ?? code;
  };

  /** Names in a row. Each is isolated, so that Latin names keep their order in Arabic text. */
  list = (words: readonly string[]): string =>
    words.map((word) => ISOLATE + word + POP).join(this.language === 'ar' ? '\u060c ' : ', ');

  /** A value of no declared kind: a time as a time, long fractions in short, yes and no in words. */
  plain = (value: string): string => {
    if (DATED.test(value)) return value.length > 10 ? this.instant(value) : this.date(value);
    if (/^-?\d+\.\d{3,}$/.test(value)) return this.number(Number(value), { maximumFractionDigits: 2, useGrouping: false });
    if (/^true$/i.test(value)) return this.t('value-true');
    return /^false$/i.test(value) ? this.t('value-false') : value;
  };

  date = (at: string): string => this.#moment(at, { day: 'numeric', month: 'short', year: 'numeric' });

  time = (at: string): string => this.#moment(at, { hour: '2-digit', minute: '2-digit', hour12: false });

  instant = (at: string): string =>
    this.#moment(at, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });

  clock = (ms: number): string =>
    new Intl.DateTimeFormat(this.locale, {
      hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZone: 'UTC',
    }).format(ms);

  /** "3 min. ago"; ages below a second count as now. */
  ago = (age_s: number): string => {
    const format = new Intl.RelativeTimeFormat(this.locale, { style: 'short', numeric: 'auto' });
    const age = Math.max(0, Math.round(age_s));
    if (age < MINUTE_S) return format.format(-age, 'second');
    if (age < HOUR_S) return format.format(-Math.floor(age / MINUTE_S), 'minute');
    if (age < 2 * DAY_S) return format.format(-Math.floor(age / HOUR_S), 'hour');
    return format.format(-Math.floor(age / DAY_S), 'day');
  };

  #moment(at: string, options: Intl.DateTimeFormatOptions): string {
    const ms = Date.parse(at);
    if (Number.isNaN(ms)) return at;
    return new Intl.DateTimeFormat(this.locale, { ...options, timeZone: 'UTC' }).format(ms);
  }
}

export const i18n = new I18n();
