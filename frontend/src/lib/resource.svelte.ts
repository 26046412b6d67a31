/** One thing fetched from the node: its value, its failure, and whether it is on the way. */
import { Refusal } from '../api/client.ts';

export class Resource<T> {
  value = $state.raw<T | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  loading = $state(false);
  #abort: AbortController | null = null;

  /** Fetches anew; an older answer that comes late is dropped. The old value stays until the new one is there. */
  async load(fetching: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.loading = true;
    try {
      const value = await fetching(abort.signal);
      if (abort.signal.aborted) return;
      this.value = value;
      this.refusal = null;
    } catch (error) {
      if (abort.signal.aborted) return;
      this.refusal = asRefusal(error);
    } finally {
      if (this.#abort === abort) this.loading = false;
    }
  }

  set(value: T): void {
    this.value = value;
    this.refusal = null;
  }

  stop(): void {
    this.#abort?.abort();
  }
}

export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Refusal({ type: 'about:blank', title: detail, status: 0, detail, code: 'console.fault', repair: '', instance: '' });
}
