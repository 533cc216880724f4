import { describe, expect, it, vi } from 'vitest';
import type { Answer, ErrorCode, Failed, Proof } from '../api/client.js';
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
    const prove = vi.fn<(proof: Proof) => Promise<Answer<unknown>>>();
    const wrong = failed('current_password_wrong');
    prove.mockResolvedValueOnce(wrong).mockResolvedValueOnce(done);
    const stepUp = new StepUp(prove);

    const outcome = stepUp.through(call);
    await vi.waitUntil(() => stepUp.asks);
    expect(await stepUp.confirm({ password: 'guess' })).toBe(wrong);
    expect(stepUp.asks).toEqual(['password']);
    expect(await stepUp.confirm({ password: 'right' })).toBeNull();

    expect(await outcome).toBe(done);
    expect(stepUp.asks).toBeNull();
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('asks for what the service says', async () => {
    const asked = failed('step_up_required');
    if (asked.problem) asked.problem.methods = ['totp', 'recovery_code'];
    const stepUp = new StepUp(async () => Promise.resolve(done));
    const call = vi.fn<() => Promise<Answer<string>>>();
    const outcome = stepUp.through(call.mockResolvedValueOnce(asked).mockResolvedValueOnce(done));
    await vi.waitUntil(() => stepUp.asks);
    expect(stepUp.asks).toEqual(['totp', 'recovery_code']);
    await stepUp.confirm({ code: '123456' });
    expect(await outcome).toBe(done);
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
  expect(stepUp.asks).toBeNull();
});
