import { expect, it } from 'vitest';
import type { OwnSession } from '../api/client.js';
import { deviceOf, Sessions } from './sessions.svelte.js';

const at = '2026-03-01T10:00:00Z';
const session = (id: string, more: Partial<OwnSession> = {}): OwnSession => ({
  id,
  first_seen_at: at,
  last_seen_at: at,
  ip: '203.0.113.7',
  method: 'password',
  assurance: 'aal1',
  is_current: false,
  ...more,
});
const ids = (sessions: Sessions) => sessions.items.map(({ id }) => id);

it('has this one first, and the others in their order', () => {
  const sessions = new Sessions([session('a'), session('me', { is_current: true }), session('b')]);
  expect(ids(sessions)).toEqual(['me', 'a', 'b']);
  sessions.drop('a');
  expect(ids(sessions)).toEqual(['me', 'b']);
  sessions.put(session('b', { device_name: 'Laptop' }));
  expect(sessions.others.map(deviceOf)).toEqual(['Laptop']);
  sessions.dropOthers();
  expect(ids(sessions)).toEqual(['me']);
});

it.each([
  [{ device_name: 'Laptop', browser: 'Firefox', os: 'Linux' }, 'Laptop'],
  [{ device_name: 'Laptop', client_name: 'Ninefold on thinkpad', browser: 'WebKit' }, 'Laptop'],
  [{ client_name: 'Ninefold on thinkpad', browser: 'WebKit', os: 'Linux' }, 'Ninefold on thinkpad'],
  [{ device_name: null, browser: 'Firefox', os: 'Linux' }, 'Firefox · Linux'],
  [{ browser: 'Firefox' }, 'Firefox'],
  [{}, ''],
])('a device is called by what is known of it: %o', (known, name) => {
  expect(deviceOf(session('a', known))).toBe(name);
});
