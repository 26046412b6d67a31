import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventReader, type ServerEvent } from '../src/lib/sse.ts';

const STREAM = 'retry: 1500\n\nid: e1\nevent: alert\ndata: {"a":\ndata: 1}\n\n: still here\n\nid: e2\ndata:bare\r\n\r\n';
const EXPECTED: readonly ServerEvent[] = [
  { id: 'e1', event: 'alert', data: '{"a":\n1}' },
  { id: 'e2', event: 'message', data: 'bare' },
];

test('a stream gives its events wherever the chunks are cut', () => {
  for (let size = 1; size <= STREAM.length; size += 1) {
    const reader = new EventReader();
    const events: ServerEvent[] = [];
    for (let at = 0; at < STREAM.length; at += size) events.push(...reader.feed(STREAM.slice(at, at + size)));
    assert.deepEqual(events, EXPECTED, `chunks of ${size}`);
    assert.equal(reader.lastId, 'e2');
    assert.equal(reader.retry_ms, 1500);
  }
});

test('a comment and an event without data give nothing, and keep the last id', () => {
  const reader = new EventReader();
  assert.deepEqual(reader.feed(': hello\n\nid: e7\n\nevent: empty\n\n'), []);
  assert.equal(reader.lastId, 'e7');
});

test('a wait that is no number is not taken', () => {
  const reader = new EventReader();
  reader.feed('retry: soon\n\n');
  assert.equal(reader.retry_ms, 2000);
});
