import { describe, expect, it, vi } from 'vitest';
import type { Answer, ErrorCode, Failed, QrCode, QrProgress, QrStep } from '../api/client.js';
import { Waiting, type WaitCalls } from './waiting.svelte.js';

const opened: QrStep = { next: 'open', url: '/account' };

function failed(code: ErrorCode | null): Failed {
  if (!code) return { ok: false, problem: null };
  const words = { title: code, detail: '', type: `/problems/${code}`, request_id: '1' };
  return { ok: false, problem: { ...words, status: 400, code } };
}

const is = (state: QrProgress['state']): Answer<QrProgress> => ({
  ok: true,
  body: { state, expires_in: 60 },
});

/** A wait that is told these answers, one after the other, and the last one for ever. */
function waiting(...answers: Answer<QrProgress>[]) {
  const begin = vi.fn<() => Promise<Answer<QrCode>>>();
  begin.mockImplementation(async () => {
    const nth = String(begin.mock.calls.length);
    const body: QrCode = {
      request_id: nth,
      verification_url: `https://crm.example/qr/${nth}`,
      user_code: 'K7QM-3XWD',
      number: 42,
      expires_in: 120,
      interval: 2,
    };
    return Promise.resolve({ ok: true, body });
  });
  const state = vi.fn<WaitCalls<QrCode>['state']>();
  const last = answers.at(-1) ?? is('expired');
  state.mockImplementation(async () => Promise.resolve(answers.shift() ?? last));
  const exchange = vi.fn<WaitCalls<QrCode>['exchange']>();
  exchange.mockResolvedValue({ ok: true, body: opened });
  const pause = vi.fn(async () => Promise.resolve());
  return { begin, exchange, pause, wait: new Waiting({ begin, state, exchange }, 10, pause) };
}

describe('a sign-in that waits', () => {
  it('goes on once it is approved, asking every two seconds', async () => {
    const { wait, exchange, pause } = waiting(is('pending'), is('scanned'), is('approved'));
    expect(await wait.run()).toBe(opened);
    expect(exchange).toHaveBeenCalledExactlyOnceWith('1');
    expect(pause.mock.calls).toEqual([[2000], [2000], [2000]]);
    expect(wait.isReplaced).toBe(false);
  });

  it('goes on through what passes', async () => {
    const { wait } = waiting(failed(null), failed('slow_down'), is('approved'));
    expect(await wait.run()).toBe(opened);
  });

  it.each([is('expired'), is('consumed'), failed('ticket_invalid')])(
    'shows another code after %o',
    async (over) => {
      const { wait, exchange } = waiting(over, is('approved'));
      expect(await wait.run()).toBe(opened);
      expect(exchange).toHaveBeenCalledExactlyOnceWith('2');
      expect(wait.isReplaced).toBe(true);
    },
  );

  it('shows no more than ten others, until somebody asks', async () => {
    const { wait, begin } = waiting(is('expired'));
    expect(await wait.run()).toBeNull();
    expect(begin).toHaveBeenCalledTimes(11);
    expect(wait.phase).toBe('idle');
    await wait.run();
    expect(begin).toHaveBeenCalledTimes(22);
  });

  it('ends when it is denied', async () => {
    const { wait, exchange } = waiting(is('scanned'), is('denied'));
    expect(await wait.run()).toBeNull();
    expect(wait.phase).toBe('denied');
    expect(exchange).not.toHaveBeenCalled();
  });

  it('shows nothing of the one before while another begins', async () => {
    const { wait, begin } = waiting(is('denied'), is('approved'));
    await wait.run();
    expect(wait.code).not.toBeNull();
    begin.mockImplementationOnce(async () => {
      expect(wait.code).toBeNull();
      return Promise.resolve(failed('rate_limited'));
    });
    await wait.run();
    expect(begin).toHaveBeenCalledTimes(2);
  });

  it('says why there is no code, or nothing for it', async () => {
    const first = waiting(is('approved'));
    const limited = failed('rate_limited');
    first.begin.mockResolvedValueOnce(limited);
    expect(await first.wait.run()).toBeNull();
    expect([first.wait.phase, first.wait.failed]).toEqual(['failed', limited]);

    const second = waiting(is('approved'));
    second.exchange.mockResolvedValueOnce(failed('qr_expired'));
    expect(await second.wait.run()).toBeNull();
    expect(second.wait.phase).toBe('failed');
  });

  it('asks no more once nobody looks', async () => {
    const { wait, pause, begin } = waiting(is('pending'));
    pause.mockImplementationOnce(async () => Promise.resolve());
    pause.mockImplementationOnce(async () => {
      wait.leave();
      return Promise.resolve();
    });
    expect(await wait.run()).toBeNull();
    expect(begin).toHaveBeenCalledOnce();
  });
});
