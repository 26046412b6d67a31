/** One ticking clock for all ages on the page, in step with the node's time. */
class Clock {
  now = $state(Date.now());
  #ahead_ms = 0;

  constructor() {
    setInterval(() => this.#tick(), 1000);
  }

  /** Ages are counted against the node's clock: a wrong clock here must not make old data look new. */
  setFrom(nodeTime: string): void {
    const ms = Date.parse(nodeTime);
    if (Number.isNaN(ms)) return;
    this.#ahead_ms = ms - Date.now();
    this.#tick();
  }

  age_s(at: string | null | undefined): number | null {
    const ms = at ? Date.parse(at) : Number.NaN;
    return Number.isNaN(ms) ? null : (this.now - ms) / 1000;
  }

  #tick(): void {
    this.now = Date.now() + this.#ahead_ms;
  }
}

export const clock = new Clock();
