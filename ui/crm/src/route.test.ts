import { describe, expect, it } from 'vitest';
import { returnPath, routeOf } from './route.js';

describe('routeOf', () => {
  it.each([
    ['/setup', { page: 'setup' }],
    ['/sign-in', { page: 'anywhere' }],
    ['/sign-in?by=address', { page: 'address' }],
    ['/sign-in/second-factor', { page: 'second-factor' }],
    ['/forgot-password?crm=acme', { page: 'forgot-password' }],
    ['/reset-password', { page: 'reset-password' }],
    ['/invitation', { page: 'invitation' }],
    ['/account', { page: 'account' }],
    ['/account/settings', { page: 'account-settings' }],
    ['/account/other', { page: 'not-found' }],
    ['/c/acme/', { page: 'home', crm: 'acme' }],
    ['/c/acme/sign-in', { page: 'sign-in', crm: 'acme' }],
    ['/c/acme/enter', { page: 'enter', crm: 'acme' }],
    ['/c/acme/staff', { page: 'staff', crm: 'acme' }],
    ['/c/acme/settings', { page: 'settings', crm: 'acme' }],
    ['/c/acme/second-factor', { page: 'enrolment', crm: 'acme' }],
    ['/c/acme/constructor', { page: 'not-found' }],
    ['/c/acme/other', { page: 'not-found' }],
    ['/c/Acme/', { page: 'not-found' }],
    ['/', { page: 'not-found' }],
  ])('%s', (address, route) => {
    const { pathname, search } = new URL(address, 'https://crm.invalid');
    expect(routeOf(pathname, search)).toEqual(route);
  });
});

describe('returnPath', () => {
  const home = '/c/acme/';
  it('goes back to a page of the CRM', () => {
    expect(returnPath('?return=/c/acme/', 'acme', '/x')).toBe(home);
    expect(returnPath('?return=%2Fc%2Facme%2Ftasks%3Fq%3D1', 'acme', home)).toBe(
      '/c/acme/tasks?q=1',
    );
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
