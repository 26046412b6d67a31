/** Something that a person has done: whether it is under way, and why the node refused it. */
import type { Refusal } from '../api/client.ts';
import { asRefusal } from './resource.svelte.ts';

export class Attempt {
  busy = $state(false);
  refused = $state.raw<Refusal | null>(null);

  /** Does it; never throws. A refusal stays until the next attempt succeeds. */
  async run(work: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    try {
      await work();
      this.refused = null;
    } catch (error) {
      this.refused = asRefusal(error);
    } finally {
      this.busy = false;
    }
  }
}
