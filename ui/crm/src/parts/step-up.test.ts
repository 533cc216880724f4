import { describe, expect, it, vi } from 'vitest';
import type { Answer, ErrorCode, Failed, Proof, ProofCalls } from '../api/client.js';
import { StepUp } from './step-up.svelte.js';

const done: Answer<string> = { ok: true, body: 'done' };

function failed(code: ErrorCode): Failed {
  const words = { title: code, detail: '', type: `/problems/${code}`, request_id: '1' };
  return { ok: false, problem: { ...words, status: 403, code } };
}

type Prove = (proof: Proof) => Promise<Answer<unknown>>;

/** The calls of somebody whom a provider recognises. */
function calls(prove: Prove = async () => Promise.resolve(done)): ProofCalls {
  const items = [{ id: 'p', label: 'Acme sign-on', crm: null }];
  return {
    stepUp: prove as ProofCalls['stepUp'],
    stepUpOffers: async () => Promise.resolve({ ok: true, body: { items } }),
    startPasskeyProof: async () =>
      Promise.resolve({ ok: true, body: { ticket: 't', options: {}, valid_s: 300 } }),
    proveByPasskey: (async ({ ticket }) =>
      Promise.resolve(
        ticket === 't' ? done : failed('passkey_refused'),
      )) as ProofCalls['proveByPasskey'],
    stepUpBy: async ({ provider_id, return_path }) =>
      Promise.resolve({ ok: true, body: { url: `${provider_id} ${return_path ?? ''}` } }),
  };
}

describe('a call that needs a proof', () => {
  it('is made again after the password', async () => {
    const call = vi.fn<() => Promise<Answer<string>>>();
    call.mockResolvedValueOnce(failed('step_up_required')).mockResolvedValueOnce(done);
    const prove = vi.fn<Prove>();
    const wrong = failed('current_password_wrong');
    prove.mockResolvedValueOnce(wrong).mockResolvedValueOnce(done);
    const stepUp = new StepUp(calls(prove));

    const outcome = stepUp.through(call);
    await vi.waitUntil(() => stepUp.asks);
    expect(await stepUp.confirm({ password: 'guess' })).toBe(wrong);
    expect(stepUp.asks).toEqual(['password']);
    expect(await stepUp.confirm({ password: 'right' })).toBeNull();

    expect(await outcome).toBe(done);
    expect(stepUp.asks).toBeNull();
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('is made again after a passkey', async () => {
    const asked = failed('step_up_required');
    if (asked.problem) asked.problem.methods = ['password', 'passkey'];
    const stepUp = new StepUp(calls());
    const call = vi.fn<() => Promise<Answer<string>>>();
    const outcome = stepUp.through(call.mockResolvedValueOnce(asked).mockResolvedValueOnce(done));
    await vi.waitUntil(() => stepUp.asks);
    const challenge = await stepUp.startPasskey();
    expect(challenge.ok && challenge.body.ticket).toBe('t');
    expect(await stepUp.confirmByPasskey('other', {})).toMatchObject({ ok: false });
    expect(stepUp.asks).toEqual(['password', 'passkey']);
    expect(await stepUp.confirmByPasskey('t', {})).toBe('leaving');
    expect(await outcome).toBe(done);
  });

  it('asks for what the service says', async () => {
    const asked = failed('step_up_required');
    if (asked.problem) asked.problem.methods = ['totp', 'recovery_code'];
    const stepUp = new StepUp(calls());
    const call = vi.fn<() => Promise<Answer<string>>>();
    const outcome = stepUp.through(call.mockResolvedValueOnce(asked).mockResolvedValueOnce(done));
    await vi.waitUntil(() => stepUp.asks);
    expect(stepUp.asks).toEqual(['totp', 'recovery_code']);
    expect(stepUp.providers).toEqual([]);
    await stepUp.confirm({ code: '123456' });
    expect(await outcome).toBe(done);
  });

  it('offers providers where one will do, which lead back to this page', async () => {
    const asked = failed('step_up_required');
    if (asked.problem) asked.problem.methods = ['sso'];
    const stepUp = new StepUp(calls());
    const outcome = stepUp.through(async () => Promise.resolve(asked));
    await vi.waitUntil(() => stepUp.asks);
    const [offer] = stepUp.providers;
    expect(offer?.label).toBe('Acme sign-on');
    vi.stubGlobal('location', { pathname: '/c/acme/settings', search: '?error=sso_failed&a=1' });
    const left = offer && (await stepUp.leaveFor(offer));
    vi.unstubAllGlobals();
    expect(left).toEqual({ ok: true, body: { url: 'p /c/acme/settings?a=1&sso=proved' } });
    stepUp.cancel();
    expect(await outcome).toBeNull();
  });

  it('is left alone when the person would rather not', async () => {
    const call = vi.fn(async () => Promise.resolve(failed('step_up_required')));
    const stepUp = new StepUp(calls());
    const outcome = stepUp.through(call);
    await vi.waitUntil(() => stepUp.asks);
    stepUp.cancel();
    expect(await outcome).toBeNull();
    expect(call).toHaveBeenCalledOnce();
  });
});

it.each([done, failed('not_owner')])('any other answer is the answer', async (answer) => {
  const stepUp = new StepUp(calls());
  expect(await stepUp.through(async () => Promise.resolve(answer))).toBe(answer);
  expect(stepUp.asks).toBeNull();
});
