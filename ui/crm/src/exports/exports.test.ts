import { describe, expect, it, vi } from 'vitest';
import type { Answer, Export, ExportCalls, Failed } from '../api/client.js';
import { Exports } from './exports.svelte.js';

type Listed = Awaited<ReturnType<ExportCalls['list']>>;

const FAILED: Failed = { ok: false, problem: null };

function one(state: Export['state'], id = '1'): Export {
  return { id, state, created_at: '2027-01-15T08:00:00.000Z' };
}

const are = (...items: Export[]): Listed => ({ ok: true, body: { items } });

/** What is told these answers, one after the other. */
function exports(asked: Answer<Export> | null, ...answers: Listed[]) {
  const list = vi.fn<ExportCalls['list']>();
  list.mockImplementation(async () => Promise.resolve(answers.shift() ?? FAILED));
  const ask = vi.fn<ExportCalls['ask']>();
  ask.mockResolvedValue(asked ?? FAILED);
  const proving = {
    through: async <T>(call: () => Promise<Answer<T>>): Promise<Answer<T> | null> =>
      asked ? call() : Promise.resolve(null),
  };
  const pause = vi.fn(async () => Promise.resolve());
  const calls = { list, ask, hrefOf: (id: string) => id };
  return { list, ask, pause, shown: new Exports(calls, proving, pause) };
}

describe('exports of a CRM', () => {
  it('are looked at once while none is under way', async () => {
    const { list, shown } = exports(null, are(one('ready'), one('failed', '2')));
    await shown.watch();
    expect(shown.items).toHaveLength(2);
    expect(shown.isMade).toBe(false);
    expect(list).toHaveBeenCalledOnce();
  });

  it('are looked at every two seconds until the one that was asked for is ready', async () => {
    const asked: Answer<Export> = { ok: true, body: one('waiting') };
    const { list, pause, shown } = exports(
      asked,
      are(),
      are(one('waiting')),
      FAILED,
      are(one('making')),
      are(one('ready')),
    );
    await shown.watch();
    expect(shown.items).toEqual([]);
    await shown.ask();
    expect(shown.isMade).toBe(true);
    expect(shown.failed).toBeNull();
    expect(list).toHaveBeenCalledTimes(5);
    expect(pause.mock.calls).toEqual([[2000], [2000], [2000]]);
  });

  it('say why none is made', async () => {
    const { shown } = exports(FAILED, are());
    await shown.watch();
    await shown.ask();
    expect(shown.failed).toBe(FAILED);
    expect(shown.isUnderWay).toBe(false);
  });

  it('stay as they are when the person rather left it', async () => {
    const { list, shown } = exports(null, are());
    await shown.watch();
    await shown.ask();
    expect(shown.failed).toBeNull();
    expect(list).toHaveBeenCalledOnce();
  });

  it('are looked at no more once nobody looks', async () => {
    const { list, shown } = exports(null, are(one('making')), are(one('ready')));
    list.mockImplementationOnce(async () => {
      shown.leave();
      return Promise.resolve(are(one('making')));
    });
    await shown.watch();
    expect(list).toHaveBeenCalledOnce();
  });

  it('can be asked for again after a first answer that failed', async () => {
    const { shown } = exports(null, FAILED, are());
    await shown.watch();
    expect([shown.items, shown.failed]).toEqual([null, FAILED]);
    await shown.watch();
    expect([shown.items, shown.failed]).toEqual([[], null]);
  });
});
