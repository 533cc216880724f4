import { expect, test } from 'vitest';
import { initials } from './initials.js';

test.each([
  ['Olena Koval', 'OK'],
  ['acme', 'A'],
  ['Київська студія нерухомості', 'КН'],
  ['acme.example.com', 'AC'],
  ['  ', '?'],
  ['«Їжак»', 'Ї'],
  ['𝒜cme 2', '𝒜2'],
])('%s is shown as %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
