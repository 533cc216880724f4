import { expect, test } from 'vitest';
import { proxyOf, proxyRequest } from './proxy.js';

test.each([
  [null, 'system', ''],
  ['direct', 'direct', 'direct'],
  ['socks5://127.0.0.1:1080', 'own', 'socks5://127.0.0.1:1080'],
] as const)('%s is %s, and asked for as “%s”', (proxy, kind, request) => {
  expect(proxyOf(proxy).kind).toBe(kind);
  expect(proxyRequest(proxyOf(proxy))).toBe(request);
});

test("an own proxy without an address never becomes the system's", () => {
  expect(proxyRequest({ kind: 'own', address: '  ' })).toBeNull();
});

test('an address that is kept for later is not asked for', () => {
  expect(proxyRequest({ kind: 'system', address: 'http://proxy.example.com:3128' })).toBe('');
});
