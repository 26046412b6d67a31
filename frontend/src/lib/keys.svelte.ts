/** Single-key shortcuts: one list of the page's own keys, and the two-key jumps. */
import { prefs } from './prefs.svelte.ts';
import { router } from './router.svelte.ts';

type Act = () => void;
export type KeyMap = Readonly<Record<string, Act>>;

export const JUMPS: Readonly<Record<string, string>> = {
  o: '/',
  a: '/alerts',
  e: '/entities',
  l: '/links',
  f: '/feeds',
  p: '/audit',
  u: '/follow-ups',
  q: '/requests',
  r: '/releases',
  g: '/agreements',
  i: '/review',
  w: '/weights',
};
const SECOND_KEY_MS = 1500;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

// Enter on a control means that control; only from the page itself is it a shortcut.
function isPressing(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && event.target instanceof Element && event.target.closest('a, button, [role], [tabindex="0"]') !== null;
}

class Keys {
  /** True while the letter g waits for its second key. */
  jumping = $state(false);
  #layers: KeyMap[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Adds keys until the returned function is called; the latest layer wins. */
  use = (map: KeyMap): (() => void) => {
    this.#layers.push(map);
    return () => {
      this.#layers = this.#layers.filter((other) => other !== map);
    };
  };

  onkeydown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!prefs.shortcuts || isTyping(event.target) || isPressing(event) || document.querySelector('dialog[open]')) return;
    const act = this.jumping ? this.#jump(event.key) : this.#find(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  };

  #jump(key: string): Act | undefined {
    this.#wait(false);
    const path = JUMPS[key];
    return path === undefined ? undefined : () => router.go(path);
  }

  #find(key: string): Act | undefined {
    if (key === 'g') return () => this.#wait(true);
    return this.#layers.findLast((layer) => key in layer)?.[key];
  }

  #wait(on: boolean): void {
    clearTimeout(this.#timer);
    this.jumping = on;
    if (on) this.#timer = setTimeout(() => (this.jumping = false), SECOND_KEY_MS);
  }
}

export const keys = new Keys();
