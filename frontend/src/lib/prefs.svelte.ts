/**
 * What one person chose on one machine; kept in the browser, never sent. Places opened bear names of what
 * was seen, so they live in the tab alone and end with the session.
 */
import { untrack } from 'svelte';
import type { Language } from '../api/types.ts';

export type Theme = 'dark' | 'light';
export interface Place {
  readonly path: string;
  readonly title: string;
}
interface Kept {
  theme: Theme;
  language: Language;
  shortcuts: boolean;
  recent: readonly Place[];
  pinned: readonly Place[];
}

const KEY = 'isthmus.prefs';
const PLACES_KEY = 'isthmus.places';
const RECENT_CAP = 12;

function read(storage: () => Storage, key: string): Partial<Kept> {
  try {
    const kept: unknown = JSON.parse(storage().getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

/** The first language of the browser's that the console speaks. */
function spoken(): Language {
  const known: readonly Language[] = ['en', 'fr', 'ar'];
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return wanted.map((tag) => known.find((one) => one === tag)).find((one) => one !== undefined) ?? 'en';
}

class Prefs {
  theme = $state<Theme>(document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark');
  language = $state<Language>('en');
  shortcuts = $state(true);
  recent = $state.raw<readonly Place[]>([]);
  pinned = $state.raw<readonly Place[]>([]);

  constructor() {
    const kept = read(() => localStorage, KEY);
    const places = read(() => sessionStorage, PLACES_KEY);
    this.language = kept.language ?? spoken();
    if (kept.shortcuts === false) this.shortcuts = false;
    if (Array.isArray(places.recent)) this.recent = places.recent;
    if (Array.isArray(places.pinned)) this.pinned = places.pinned;
  }

  keep(): void {
    const { theme, language, shortcuts, recent, pinned } = this;
    try {
      localStorage.setItem(KEY, JSON.stringify({ theme, language, shortcuts }));
      sessionStorage.setItem(PLACES_KEY, JSON.stringify({ recent, pinned }));
    } catch {
      // A closed storage costs the memory of a choice, nothing else.
    }
  }

  toggleTheme(): void {
    this.theme = this.theme === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = this.theme;
    this.keep();
  }

  toggleShortcuts(): void {
    this.shortcuts = !this.shortcuts;
    this.keep();
  }

  visited(place: Place): void {
    // Pages call this from effects, which must not run again for what they write here.
    untrack(() => {
      this.recent = [place, ...this.recent.filter((other) => other.path !== place.path)].slice(0, RECENT_CAP);
      this.keep();
    });
  }

  isPinned(path: string): boolean {
    return this.pinned.some((place) => place.path === path);
  }

  togglePinned(place: Place): void {
    this.pinned = this.isPinned(place.path)
      ? this.pinned.filter((other) => other.path !== place.path)
      : [place, ...this.pinned];
    this.keep();
  }

  forgetPlaces(): void {
    this.recent = [];
    this.pinned = [];
    this.keep();
  }
}

export const prefs = new Prefs();
