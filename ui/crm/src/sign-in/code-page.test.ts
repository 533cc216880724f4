import { describe, expect, it } from 'vitest';
import { codePage, pageAfter, questionOf } from './code-page.js';

const url = '/sign-in/second-factor#ticket=abc-_';
const asked = (page: string) => questionOf(new URLSearchParams(page.split('#')[1]));

describe('the page for a code', () => {
  it.each([true, false])('is told what it needs, device may be trusted: %s', (canTrust) => {
    const from = '/c/acme/sign-in?return=/c/acme/staff';
    const page = codePage({ url, can_trust_device: canTrust, methods: ['totp'] }, from);
    expect(page.startsWith(url)).toBe(true);
    expect(asked(page)).toEqual({ ticket: 'abc-_', canTrust, byPasskey: false, from });
  });

  it('is told that a passkey would do', () => {
    const step = { url, can_trust_device: false, methods: ['totp', 'passkey'] as const };
    expect(asked(codePage(step, '/sign-in')).byPasskey).toBe(true);
  });

  it('begins again without an address, too', () => {
    const from = '/sign-in?return=/qr/0192f0c1-2345-7abc-8def-0123456789ab';
    expect(asked(codePage({ url, can_trust_device: false, methods: ['totp'] }, from)).from).toBe(
      from,
    );
  });

  it('does with the link alone', () => {
    expect(asked(url)).toEqual({
      ticket: 'abc-_',
      canTrust: false,
      byPasskey: false,
      from: '/sign-in',
    });
  });

  it.each([
    'https://evil.example/c/acme/sign-in',
    '//evil.example/c/acme/sign-in',
    String.raw`\\evil.example`,
    'javascript:alert(1)',
    '/account',
    '/c/acme/enter',
    '/c/acme/../../sign-in',
  ])('begins again nowhere else: %s', (from) => {
    expect(asked(codePage({ url, can_trust_device: true, methods: ['totp'] }, from)).from).toBe(
      '/sign-in',
    );
  });
});

describe('after the code', () => {
  const QR = '/qr/0192f0c1-2345-7abc-8def-0123456789ab';
  const from = (page: string) => `/c/acme/sign-in?return=${page}`;
  it.each([
    ['what was asked for', '/c/acme/', from('/c/acme/staff'), '/c/acme/staff'],
    ['home without that', '/c/acme/', '/c/acme/sign-in', '/c/acme/'],
    ['the portal', '/account', '/sign-in', '/account'],
    ['what a QR code leads to', '/account', `/sign-in?return=${QR}`, QR],
    ['nothing of another CRM', '/c/acme/', from('/c/berry/staff'), '/c/acme/'],
    ['nothing elsewhere', '/c/acme/', from('https://evil.example/c/acme/'), '/c/acme/'],
  ])('comes %s', (_, opened, before, page) => {
    expect(pageAfter(opened, before)).toBe(page);
  });
});
