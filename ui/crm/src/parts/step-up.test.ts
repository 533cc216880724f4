import { describe, expect, it, vi } from 'vitest';
import type { Answer, ErrorCode, Failed } from '../api/client.js';
import { StepUp } from './step-up.svelte.js';

const done: Answer<string> = { ok: true, body: 'done' };

function failed(code: ErrorCode): Failed {
  const words = { title: code, detail: '', type: `/problems/${code}`, request_id: '1' };
  return { ok: false, problem: { ...words, status: 403, code } };
}

describe('a call that needs a proof', () => {
  it('is made again after the password', async () => {
    const call = vi.fn<() => Promise<Answer<string>>>();
    call.mockResolvedValueOnce(failed('step_up_required')).mockResolvedValueOnce(done);
    const prove = vi.fn<(password: string) => Promise<Answer<unknown>>>();
    const wrong = failed('current_password_wrong');
    prove.mockResolvedValueOnce(wrong).mockResolvedValueOnce(done);
    const stepUp = new StepUp(prove);

    const outcome = stepUp.through(call);
    await vi.waitUntil(() => stepUp.asks);
    expect(await stepUp.confirm('guess')).toBe(wrong);
    expect(stepUp.asks).toBe(true);
    expect(await stepUp.confirm('right')).toBeNull();

    expect(await outcome).toBe(done);
    expect(stepUp.asks).toBe(false);
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('is left alone when the person would rather not', async () => {
    const call = vi.fn(async () => Promise.resolve(failed('step_up_required')));
    const stepUp = new StepUp(async () => Promise.resolve(done));
    const outcome = stepUp.through(call);
    await vi.waitUntil(() => stepUp.asks);
    stepUp.cancel();
    expect(await outcome).toBeNull();
    expect(call).toHaveBeenCalledOnce();
  });
});

it.each([done, failed('not_owner')])('any other answer is the answer', async (answer) => {
  const stepUp = new StepUp(async () => Promise.resolve(done));
  expect(await stepUp.through(async () => Promise.resolve(answer))).toBe(answer);
  expect(stepUp.asks).toBe(false);
});
