import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer, PasskeyChallenge, SignInStep } from '../api/client.js';
import { Entry } from './entry.svelte.js';

const browser = vi.hoisted(() => ({
  askForPasskey: vi.fn<(options: unknown, way?: object) => Promise<unknown>>(),
  suggestsPasskeys: vi.fn<() => Promise<boolean>>(),
}));
vi.mock('./browser.js', () => browser);

const asked: Answer<PasskeyChallenge> = {
  ok: true,
  body: { ticket: 't', options: 'o', valid_s: 300 },
};
const opened: SignInStep = { next: 'open', url: '/account' };
const refused: Answer<SignInStep> = { ok: false, problem: null };

function entry(finish: Answer<SignInStep>) {
  const open = vi.fn<(step: SignInStep) => void>();
  const start = vi.fn(async () => Promise.resolve(asked));
  const calls = { start, finish: vi.fn(async () => Promise.resolve(finish)) };
  return { calls, open, it: new Entry(calls, open) };
}

describe('signing in by a passkey', () => {
  beforeEach(() => {
    browser.suggestsPasskeys.mockResolvedValue(false);
    browser.askForPasskey.mockResolvedValue({ ok: true, credential: 'c' });
  });
  afterEach(() => vi.resetAllMocks());

  it('leads on with what the passkey gave', async () => {
    const { calls, open, it: entering } = entry({ ok: true, body: opened });
    await entering.enter();
    expect(calls.finish).toHaveBeenCalledWith('t', 'c');
    expect(open).toHaveBeenCalledWith(opened);
    expect(entering.busy, 'until the next page is there').toBe(true);
  });

  it('says when it is refused, and can be tried again', async () => {
    const { open, it: entering } = entry(refused);
    await entering.enter();
    expect(entering.failed).toBe(refused);
    expect([entering.busy, entering.gaveUp]).toEqual([false, false]);
    expect(open).not.toHaveBeenCalled();
  });

  it('says when there was none', async () => {
    browser.askForPasskey.mockResolvedValue({ ok: false, why: 'cancelled' });
    const { calls, it: entering } = entry(refused);
    await entering.enter();
    expect(entering.gaveUp).toBe(true);
    expect(calls.finish).not.toHaveBeenCalled();
  });

  it('is suggested until the button is pressed', async () => {
    browser.suggestsPasskeys.mockResolvedValue(true);
    let stopped = false;
    browser.askForPasskey.mockImplementationOnce(
      async (_, way) =>
        new Promise((resolve) => {
          const { signal } = way as { signal: AbortSignal };
          signal.addEventListener('abort', () => {
            stopped = true;
            resolve({ ok: false, why: 'stopped' });
          });
        }),
    );
    const { open, it: entering } = entry({ ok: true, body: opened });
    void entering.suggest();
    await vi.waitUntil(() => browser.askForPasskey.mock.calls.length === 1);
    await entering.enter();
    expect(stopped).toBe(true);
    expect(open).toHaveBeenCalledTimes(1);
  });
});
