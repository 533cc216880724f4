import { expect, it } from 'vitest';
import type { Failed, SsoProvider } from '../../api/client.js';
import { entriesIn, entryErrors, inputOf } from './provider.js';

const PROVIDER: SsoProvider = {
  id: 'p',
  issuer: 'https://login.acme.example',
  client_id: 'ninefold',
  has_client_secret: true,
  label: 'Acme account',
  domains: [{ domain: 'acme.example', record: '_r', value: 'v', proven_at: null }],
  jit: true,
  satisfies_2fa: false,
  acr_values: ['phr'],
  required: false,
  enabled: true,
  linked: 3,
  backchannel_logout_uri: 'https://crm.example/sso/backchannel/p',
  version: 4,
};

it('one change leaves the rest as it is, and says nothing of the secret', () => {
  expect(inputOf(PROVIDER, { enabled: false })).toEqual({
    issuer: 'https://login.acme.example',
    client_id: 'ninefold',
    label: 'Acme account',
    domains: ['acme.example'],
    jit: true,
    satisfies_2fa: false,
    acr_values: ['phr'],
    required: false,
    enabled: false,
  });
});

it('a list may be typed in any way', () => {
  expect(entriesIn(' acme.example,\nberry.example; kyiv.example ')).toEqual([
    'acme.example',
    'berry.example',
    'kyiv.example',
  ]);
  expect(entriesIn(' \n')).toEqual([]);
});

it('each entry of a list has its own word', () => {
  const errors = [{ pointer: '/domains/1', code: 'invalid', detail: 'Not a domain.' }];
  const words = { title: '', detail: '', type: '', request_id: '1' };
  const failed: Failed = {
    ok: false,
    problem: { ...words, status: 400, code: 'validation_failed', errors },
  };
  expect(entryErrors(failed, '/domains', ['acme.example', 'x'])).toBe('x: Not a domain.');
  expect(entryErrors(null, '/domains', ['x'])).toBeNull();
});
