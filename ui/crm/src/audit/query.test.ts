import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ACCOUNT_KINDS, isKind, KINDS, wordOf } from './kinds.js';
import { csvOf, NO_FILTER, queryOf } from './query.js';

it('asks for all where nothing is said', () => {
  expect(queryOf(NO_FILTER)).toEqual({});
  expect(csvOf('acme', NO_FILTER)).toBe('/api/v1/c/acme/audit.csv');
});

it('has both days in it, as the reader counts them', () => {
  const filter = { ...NO_FILTER, from: '2027-01-15', to: '2027-01-15' };
  const { from, until } = queryOf(filter);
  expect(new Date(String(until)).getTime() - new Date(String(from)).getTime()).toBe(86_400_000);
});

it('asks the same of the list and of the file', () => {
  const filter = { ...NO_FILTER, kind: 'sign_in.failed' as const, by: 'nobody' };
  expect(queryOf(filter)).toEqual({ kind: 'sign_in.failed', actor: 'nobody' });
  expect(csvOf('acme', filter)).toBe('/api/v1/c/acme/audit.csv?kind=sign_in.failed&actor=nobody');
});

it('knows what the service writes down', () => {
  const written = (list: string): (string | undefined)[] => {
    const file = path.resolve(import.meta.dirname, '../../../../crates/crm/src/audit', list);
    return Array.from(readFileSync(file, 'utf8').matchAll(/^ {4}"(.+)",$/gm), (match) => match[1]);
  };
  expect(KINDS).toEqual(written('actions.rs'));
  expect(ACCOUNT_KINDS).toEqual(written('account_actions.rs'));
  expect(isKind('2fa.enabled')).toBe(true);
  expect(isKind('account.closed')).toBe(true);
  expect(isKind('constructor')).toBe(false);
  expect(wordOf('2fa.enabled')).toBe('2fa-enabled');
});
