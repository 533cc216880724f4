import { describe, expect, it } from 'vitest';
import { by, byBrowser, byPassword, byQr, handedOver, isBy, returnPath, routeOf } from './route.js';

const ID = '0192f0c1-2345-7abc-8def-0123456789ab';

describe('routeOf', () => {
  it.each([
    ['/setup', { page: 'setup' }],
    ['/sign-in', { page: 'anywhere' }],
    ['/sign-in?by=address', { page: 'address' }],
    ['/sign-in?by=qr', { page: 'qr-sign-in', crm: null }],
    ['/c/acme/sign-in?return=%2Fc%2Facme%2F&by=qr', { page: 'qr-sign-in', crm: 'acme' }],
    ['/sign-in?by=browser&provider=1', { page: 'hand-off-sign-in' }],
    ['/c/acme/sign-in?by=browser&provider=1', { page: 'hand-off-sign-in' }],
    [`/hand-off/${ID}`, { page: 'hand-off', id: ID }],
    ['/hand-off/1', { page: 'not-found' }],
    ['/c/acme/staff?by=qr', { page: 'staff', crm: 'acme' }],
    ['/sign-in/second-factor', { page: 'second-factor' }],
    ['/sign-up', { page: 'sign-up' }],
    ['/sign-up/confirm', { page: 'sign-up-confirm' }],
    ['/email/confirm', { page: 'email-confirm' }],
    ['/email/undo', { page: 'email-undo' }],
    ['/account-link/undo', { page: 'account-link-undo' }],
    ['/reopen-account', { page: 'reopen-account' }],
    ['/forgot-password?crm=acme', { page: 'forgot-password' }],
    ['/reset-password', { page: 'reset-password' }],
    ['/invitation', { page: 'invitation' }],
    ['/account', { page: 'account' }],
    ['/account/settings', { page: 'account-settings' }],
    ['/account/audit', { page: 'account-audit' }],
    ['/account/balance', { page: 'balance' }],
    ['/account/referral', { page: 'referral' }],
    ['/account/operator', { page: 'operator' }],
    ['/account/operator/crms', { page: 'operator-crms' }],
    ['/account/operator/settings', { page: 'operator-settings' }],
    ['/account/operator/balances', { page: 'operator-balances', of: '' }],
    ['/account/operator/balances?of=acme', { page: 'operator-balances', of: 'acme' }],
    ['/account/other', { page: 'not-found' }],
    ['/c/acme/', { page: 'home', crm: 'acme' }],
    ['/c/acme/sign-in', { page: 'sign-in', crm: 'acme' }],
    ['/c/acme/enter', { page: 'enter', crm: 'acme' }],
    ['/c/acme/staff', { page: 'staff', crm: 'acme' }],
    ['/c/acme/settings', { page: 'settings', crm: 'acme' }],
    ['/c/acme/audit', { page: 'audit', crm: 'acme' }],
    ['/c/acme/second-factor', { page: 'enrolment', crm: 'acme' }],
    ['/c/acme/constructor', { page: 'not-found' }],
    [`/account/qr/${ID}`, { page: 'approval', crm: null, id: ID }],
    [`/c/acme/qr/${ID}`, { page: 'approval', crm: 'acme', id: ID }],
    ['/account/qr', { page: 'approval', crm: null, id: null }],
    ['/c/acme/qr', { page: 'approval', crm: 'acme', id: null }],
    ['/c/acme/qr/1', { page: 'not-found' }],
    ['/c/acme/other', { page: 'not-found' }],
    ['/c/Acme/', { page: 'not-found' }],
    ['/', { page: 'not-found' }],
  ])('%s', (address, route) => {
    const { pathname, search } = new URL(address, 'https://crm.invalid');
    expect(routeOf(pathname, search)).toEqual(route);
  });
});

it('another way of signing in leads to the same place, and back', () => {
  const path = '/c/acme/sign-in';
  const search = '?return=%2Fc%2Facme%2Fstaff';
  const there = byQr(path, search);
  expect(there).toBe(`${path}${search}&by=qr`);
  expect(byPassword(path, there.slice(path.length))).toBe(path + search);
  expect(byPassword(path, '?by=qr')).toBe(path);
  const handed = byBrowser(path, search, 'p1', true).slice(path.length);
  expect(handedOver(handed)).toEqual({ provider: 'p1', keep: true });
  expect(isBy('browser', handed)).toBe(true);
  expect(byPassword(path, handed)).toBe(path + search);
  expect(handedOver(byBrowser('', '', 'p1', false))).toEqual({ provider: 'p1', keep: false });
  const owners = by('password', path, search);
  expect(owners).toBe(`${path}${search}&by=password`);
  expect(isBy('password', owners.slice(path.length))).toBe(true);
  expect(isBy('password', search)).toBe(false);
});

describe('returnPath', () => {
  const home = '/c/acme/';
  it('goes back to a page of the CRM', () => {
    expect(returnPath('?return=/c/acme/', 'acme', '/x')).toBe(home);
    expect(returnPath('?return=%2Fc%2Facme%2Ftasks%3Fq%3D1', 'acme', home)).toBe(
      '/c/acme/tasks?q=1',
    );
  });
  it.each([null, 'acme'])('goes back to what a QR code leads to, from %s', (crm) => {
    expect(returnPath(`?return=/qr/${ID}`, crm, '/x')).toBe(`/qr/${ID}`);
    expect(returnPath(`?return=//evil.example/qr/${ID}`, crm, '/x')).toBe('/x');
    expect(returnPath('?return=/qr/../account', crm, '/x')).toBe('/x');
  });
  it('knows no page of a CRM where none was opened', () => {
    expect(returnPath('?return=/c/acme/', null, '/account')).toBe('/account');
    expect(returnPath('?return=/c//', null, '/account')).toBe('/account');
  });
  it.each([
    '',
    '?return=https://evil.example/c/acme/',
    '?return=//evil.example/c/acme/',
    '?return=/\\evil.example/c/acme/',
    '?return=/c/acme/../other/',
    '?return=/c/acme-2/',
    '?return=/c/acme/sign-in',
    '?return=javascript:alert(1)',
  ])('goes nowhere else: %s', (search) => {
    expect(returnPath(search, 'acme', home)).toBe(home);
  });
});
