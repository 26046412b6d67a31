/** Reads the text/event-stream format (WHATWG HTML, 9.2.6) from chunks of text. */
export interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

export class EventReader {
  /** The last id seen; goes into Last-Event-ID when the connection is made again. */
  lastId = '';
  /** What the server asks to wait before the next try. */
  retry_ms = 2000;
  #rest = '';
  #event = '';
  #data: string[] = [];

  /** Takes a chunk, which may end anywhere, and returns the events that it completes. */
  feed(chunk: string): ServerEvent[] {
    const text = this.#rest + chunk;
    // A trailing CR may be the first half of CRLF, so it waits for the next chunk.
    const held = text.endsWith('\r') ? 1 : 0;
    const lines = text.slice(0, text.length - held).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? '') + (held ? '\r' : '');
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): ServerEvent[] {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.lastId = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retry_ms = Number(value);
    return [];
  }

  #dispatch(): ServerEvent[] {
    const data = this.#data;
    const event = this.#event || 'message';
    this.#data = [];
    this.#event = '';
    return data.length ? [{ id: this.lastId, event, data: data.join('\n') }] : [];
  }
}
