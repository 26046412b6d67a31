/** Who is signed in, and the purpose that every call of this tab carries. */
import { calling } from '../api/client.ts';
import * as calls from '../api/calls.ts';
import type { Capability, Session } from '../api/types.ts';
import { prefs } from './prefs.svelte.ts';

const PURPOSE_KEY = 'isthmus.purpose';

function keptPurpose(): string | null {
  try {
    return sessionStorage.getItem(PURPOSE_KEY);
  } catch {
    return null;
  }
}

class SessionStore {
  state = $state<'starting' | 'out' | 'in'>('starting');
  current = $state.raw<Session | null>(null);
  purpose = $state('');
  /** True after the node ended a session in use; the sign-in page then says so. */
  ended = $state(false);

  constructor() {
    calling.signedOut = () => {
      this.ended = this.state === 'in';
      this.#leave();
    };
  }

  async start(): Promise<void> {
    try {
      this.#enter(await calls.readSession());
    } catch {
      this.state = 'out';
    }
  }

  async signIn(name: string, password: string): Promise<void> {
    this.#enter(await calls.signIn(name, password));
  }

  async signOut(): Promise<void> {
    try {
      await calls.signOut();
    } finally {
      this.ended = false;
      this.#leave();
    }
  }

  choose(purpose: string): void {
    this.purpose = purpose;
    calling.purpose = purpose;
    try {
      sessionStorage.setItem(PURPOSE_KEY, purpose);
    } catch {
      // Without storage the choice lasts until the next reload.
    }
  }

  /** Whether the pages that show what the center knows are for this person. */
  get reads(): boolean {
    return this.may('data.read') || this.may('alert.triage') || this.may('entity.judge');
  }

  /** Whether this person decides what leaves. */
  get releases(): boolean {
    return this.may('data.release');
  }

  /** Whether what centers ask of each other is for this person. */
  get seesRequests(): boolean {
    return (['data.release', 'request.write', 'request.watch'] as const).some((one) => this.may(one));
  }

  /** Whether the feeds are for this person: to read them, to keep them running, or to push into one. */
  get seesFeeds(): boolean {
    return this.reads || (['feed.push', 'feed.administer', 'retraction.decide', 'quarantine.resubmit'] as const).some((one) => this.may(one));
  }

  /** Whether this person judges who is who. */
  get judges(): boolean {
    return this.may('entity.judge');
  }

  /** Whether the resolver's weights are for this person: to propose or approve them, or to answer for them. */
  get seesWeights(): boolean {
    return (['data.read', 'audit.read', 'weights.propose', 'weights.approve'] as const).some((one) => this.may(one));
  }

  may(capability: Capability): boolean {
    return this.current?.may.includes(capability) ?? false;
  }

  #enter(session: Session): void {
    const kept = keptPurpose();
    const known = session.purposes.some((purpose) => purpose.id === kept);
    this.current = session;
    calling.csrf = session.csrf;
    this.choose(known && kept ? kept : (session.purpose ?? ''));
    this.ended = false;
    this.state = 'in';
  }

  #leave(): void {
    prefs.forgetPlaces();
    this.current = null;
    calling.csrf = '';
    calling.purpose = '';
    this.state = 'out';
  }
}

export const session = new SessionStore();
