import { expect, test } from 'vitest';
import { looksLikeEmail, strength } from './trial.js';

test.each([
  ['', { kind: 'short', left: 15 }],
  ['fourteen chars', { kind: 'short', left: 1 }],
  ['пароль', { kind: 'short', left: 9 }],
  ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦', { kind: 'short', left: 13 }],
  ['aaaaaaaaaaaaaaaa', { kind: 'weak' }],
  ['abcabcabcabcabcabc', { kind: 'weak' }],
  ['olena koval olena', { kind: 'weak' }],
  ['correct horse battery', { kind: 'good' }],
  ['жовтий слон біля річки', { kind: 'good' }],
])('%s', (password, expected) => {
  expect(strength(password, ['Olena Koval', 'olena@acme.example'])).toEqual(expected);
});

test.each([
  ['olena@example.com', true],
  [' olena@example.com ', true],
  ['olena', false],
  ['olena@', false],
  ['a b@c', false],
])('%s has the form of an address: %s', (text, expected) => {
  expect(looksLikeEmail(text)).toBe(expected);
});
