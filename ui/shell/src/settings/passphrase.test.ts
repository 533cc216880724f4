import { expect, test } from 'vitest';
import { passphraseFaults } from './passphrase.js';

test.each([
  ['', '', 'error-passphraseEmpty', null],
  ['seven77', 'seven77', 'settings-passphrase-short', null],
  // As a person counts: four flags are four characters.
  ['🇺🇦🇺🇦🇺🇦🇺🇦', '🇺🇦🇺🇦🇺🇦🇺🇦', 'settings-passphrase-short', null],
  ['вісім888', 'вісім888', null, null],
  ['long enough', 'long enouhg', null, 'settings-passphrase-different'],
  ['long enough', '', null, 'settings-passphrase-different'],
])('“%s” and “%s”', (first, again, ...faults) => {
  expect(passphraseFaults(first, again)).toEqual({ first: faults[0], again: faults[1] });
});
