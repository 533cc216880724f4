import { expect, it } from 'vitest';
import { csvOf, NO_FILTER, queryOf } from './query.js';

it('asks for all where nothing is said', () => {
  expect(queryOf(NO_FILTER)).toEqual({});
  expect(csvOf('w', NO_FILTER)).toBe('/api/v1/portal/wallets/w/entries.csv');
});

it('has both days in it, as the reader counts them', () => {
  const { from, until } = queryOf({ kind: 'charge', from: '2027-01-15', to: '2027-01-15' });
  expect(new Date(String(until)).getTime() - new Date(String(from)).getTime()).toBe(86_400_000);
  const url = new URL(csvOf('w', { kind: 'charge', from: '', to: '' }), 'https://crm.example');
  expect(url.searchParams.get('kind')).toBe('charge');
});
