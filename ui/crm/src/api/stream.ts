/**
 * Hearing of what happens in a CRM while it happens (Server-Sent Events). It goes on where it was cut, and hears
 * nothing twice.
 */
import type { components } from './schema.js';

export type Change = components['schemas']['RecordChanged'];

const SHORTEST_PAUSE_MS = 3_000;
const LONGEST_PAUSE_MS = 60_000;

/** Answers after which it is no use to come back. */
const FINAL: readonly number[] = [401, 403, 404];

/** What is told to one person alone: that there is a notification, or that one was read. */
const NOTIFIED: readonly string[] = ['notification', 'notification_read'];

export interface Hearer {
  /** A record changed. */
  changed: (change: Change) => void;
  /** What the person was told, or has read of it, changed. */
  notified: () => void;
  /** Too much was missed: anything may have changed. */
  reset: () => void;
  /** Nothing more is told to this session. */
  over: () => void;
}

/** What the world around it is. */
export interface Around {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  random: () => number;
}

const AROUND: Around = {
  fetch: async (url, init) => fetch(url, init),
  pause: sleep,
  random: () => Math.random(),
};

/** One event as it is written. */
export interface Written {
  name: string;
  id: string;
  data: string;
}

export class Stream {
  readonly #url: string;
  readonly #hearer: Hearer;
  readonly #around: Around;
  /** What is behind it. */
  #last: string;
  #failures = 0;
  #open: AbortController | null = null;

  /** Hears of what comes after the event with the number `last`. */
  constructor(crm: string, last: number, hearer: Hearer, around = AROUND) {
    this.#url = `/api/v1/c/${crm}/stream`;
    this.#last = String(last);
    this.#hearer = hearer;
    this.#around = around;
  }

  /** Listens until told to stop, or until nothing more is told. */
  async start(): Promise<void> {
    if (this.#open) return;
    const open = new AbortController();
    this.#open = open;
    while (!open.signal.aborted) {
      const goesOn = await this.#listen(open.signal);
      if (!goesOn) return;
      await this.#around.pause(this.#pause(), open.signal);
    }
  }

  stop(): void {
    this.#open?.abort();
    this.#open = null;
  }

  /** Whether it is of use to come back. */
  async #listen(signal: AbortSignal): Promise<boolean> {
    try {
      const headers = { accept: 'text/event-stream', 'last-event-id': this.#last };
      const response = await this.#around.fetch(this.#url, { headers, signal, cache: 'no-store' });
      if (FINAL.includes(response.status)) return this.#end();
      if (!response.ok || !response.body) throw new Error(String(response.status));
      for await (const event of read(response.body)) {
        if (signal.aborted) return false;
        // It works: the next time that it breaks is the first.
        this.#failures = 0;
        if (event.name === 'session_revoked') return this.#end();
        this.#hear(event);
      }
    } catch {
      // No network, or a server that is busy or gone: the same as the end of a connection.
    }
    return !signal.aborted;
  }

  #hear({ name, id, data }: Written): void {
    if (id !== '') this.#last = id;
    if (name === 'reset') this.#hearer.reset();
    if (NOTIFIED.includes(name)) this.#hearer.notified();
    const change = name === 'record_changed' ? changeOf(data) : null;
    if (change) this.#hearer.changed(change);
  }

  #end(): false {
    this.#hearer.over();
    return false;
  }

  /** Longer each time, and for each page another one: not all come back at once to a server that was away. */
  #pause(): number {
    this.#failures++;
    const longest = Math.min(SHORTEST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    return SHORTEST_PAUSE_MS + (longest - SHORTEST_PAUSE_MS) * this.#around.random();
  }
}

/** The events in a body, as they come. What is cut off at its end is none. */
export async function* read(body: ReadableStream<Uint8Array>): AsyncGenerator<Written> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      yield* blocks.map(written);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function written(block: string): Written {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    fields.set(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ''));
  }
  const field = (name: string): string => fields.get(name) ?? '';
  return { name: field('event'), id: field('id'), data: field('data') };
}

/** A kind of record that this page doesn't know is nothing to it. */
function changeOf(data: string): Change | null {
  const value: unknown = JSON.parse(data);
  return isChange(value) ? value : null;
}

function isChange(value: unknown): value is Change {
  return typeof value === 'object' && value !== null && 'type' in value && 'id' in value;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
