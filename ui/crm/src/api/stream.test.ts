import { describe, expect, it, vi } from 'vitest';
import { Stream, type Around } from './stream.js';

const encoder = new TextEncoder();
const user = (id: string, nth: number) =>
  `id: ${nth}\nevent: record_changed\ndata: {"type":"user","id":"${id}"}\n\n`;

/** An answer whose body comes in these pieces, and then ends. */
function body(...pieces: string[]): Response {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
  return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
}

const refused = (status: number): Response => new Response('{}', { status });

/** A stream that is given these answers, one after the other, and then none of use. */
function listening(...answers: (Response | null)[]) {
  const changed = vi.fn<(change: { id: string }) => void>();
  const hearer = { changed, notified: vi.fn(), reset: vi.fn(), over: vi.fn() };
  const fetch = vi.fn<Around['fetch']>();
  fetch.mockImplementation(async () => {
    const next = answers.shift();
    if (next === null) throw new TypeError('no network');
    return Promise.resolve(next ?? refused(401));
  });
  const pause = vi.fn<Around['pause']>(async () => Promise.resolve());
  const stream = new Stream('acme', 7, hearer, { fetch, pause, random: () => 1 });
  const from = () =>
    fetch.mock.calls.map(([, { headers }]) => new Headers(headers).get('last-event-id'));
  const heard = () => changed.mock.calls.map(([{ id }]) => id);
  const pauses = () => pause.mock.calls.map(([ms]) => ms);
  return { stream, hearer, fetch, from, heard, pauses };
}

describe('a stream', () => {
  it('goes on after what was heard as a whole', async () => {
    const whole = user('a', 8) + user('b', 9);
    const { stream, from, heard } = listening(
      body('retry: 3000\n\n', whole.slice(0, 20), whole.slice(20, -5)),
      body(user('b', 9)),
    );
    await stream.start();
    expect(heard()).toEqual(['a', 'b']);
    expect(from()).toEqual(['7', '8', '9']);
  });

  it('keeps its place where others hear of something', async () => {
    const { stream, from, heard } = listening(body(':\n\n', 'id: 12\nevent: ping\ndata: {}\n\n'));
    await stream.start();
    expect(heard()).toEqual([]);
    expect(from()).toEqual(['7', '12']);
  });

  it('says that there is a notification, and that one was read', async () => {
    const unread = 'event: unread\ndata: {"unread":1}\n\n';
    const told = 'id: 8\nevent: notification\ndata: {"id":"a"}\n\n';
    const read = 'id: 9\nevent: notification_read\ndata: {"id":"a"}\n\n';
    const { stream, hearer, heard, from } = listening(body(unread, told, read));
    await stream.start();
    expect(hearer.notified).toHaveBeenCalledTimes(2);
    expect(heard()).toEqual([]);
    expect(from()).toEqual(['7', '9']);
  });

  it('says that too much was missed', async () => {
    const { stream, hearer, from } = listening(body('id: 2000\nevent: reset\ndata: {}\n\n'));
    await stream.start();
    expect(hearer.reset).toHaveBeenCalledOnce();
    expect(from()).toEqual(['7', '2000']);
  });

  it('waits longer each time, up to a minute, and shortly again once it works', async () => {
    const away = [null, refused(503), null, refused(429), null, null];
    const { stream, pauses } = listening(...away, body(user('a', 8)));
    await stream.start();
    expect(pauses()).toEqual([6000, 12000, 24000, 48000, 60000, 60000, 6000]);
  });

  it.each([401, 403, 404])('is over where it is refused with %i', async (status) => {
    const { stream, hearer, fetch } = listening(refused(status));
    await stream.start();
    expect(hearer.over).toHaveBeenCalledOnce();
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('is over with its session', async () => {
    const { stream, hearer, fetch } = listening(body('event: session_revoked\ndata: {}\n\n'));
    await stream.start();
    expect(hearer.over).toHaveBeenCalledOnce();
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('comes back no more once it is told to stop', async () => {
    const { stream, hearer, fetch } = listening(null, null);
    const ended = stream.start();
    stream.stop();
    await ended;
    expect(fetch).toHaveBeenCalledOnce();
    expect(hearer.over).not.toHaveBeenCalled();
  });
});
