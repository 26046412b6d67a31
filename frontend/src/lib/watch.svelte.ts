/** The figures that every page shows: open alerts, the age of the newest data, and what was just raised. */
import { readOperations } from '../api/calls.ts';
import { listFollowUps, type FollowUpList } from '../api/following.ts';
import type { Operations } from '../api/types.ts';
import { i18n } from './i18n.svelte.ts';
import { Resource } from './resource.svelte.ts';
import { alertOf, countsOf, stream } from './stream.svelte.ts';
import type { ServerEvent } from './sse.ts';

class Watch {
  readonly operations = new Resource<Operations>();
  /** What this person acted on and must look at again. */
  readonly followUps = new Resource<FollowUpList>();
  /** Read out by the live region of the shell. */
  announcement = $state('');

  #figures = false;
  #reads = false;

  /** Follows the stream until the returned function is called; `figures`, `reads`: what is for this person. */
  follow({ figures, reads }: { figures: boolean; reads: boolean }): () => void {
    this.#figures = figures;
    this.#reads = reads;
    this.#load();
    return stream.listen((event) => this.#take(event));
  }

  /** Fetches the figures anew: those that the stream does not carry may have changed. */
  refresh(): void {
    this.#load();
  }

  say(words: string): void {
    this.announcement = words;
  }

  #take(event: ServerEvent): void {
    if (event.event === 'counts' && this.operations.value) {
      this.operations.set({ ...this.operations.value, ...countsOf(event) });
    } else if (event.event === 'alert') {
      const { alert } = alertOf(event);
      if (alert.assigned_to) this.#load();
      if (alert.state !== 'raised') return;
      this.say(i18n.t('alert-arrived', { severity: i18n.t(`severity-${alert.severity}`), caption: alert.caption }));
    } else if (event.event === 'follow-up') {
      this.#load();
      this.say(i18n.t('follow-up-arrived'));
    } else if (event.event === 'hello') {
      this.#load();
    }
  }

  #load(): void {
    if (this.#figures) void this.operations.load(readOperations);
    if (this.#reads) void this.followUps.load(listFollowUps);
  }
}

export const watch = new Watch();
