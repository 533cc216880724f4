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
])('“%s” and “%s”', (passphrase, again, ...faults) => {
  for (const task of ['set', 'replace'] as const) {
    const found = passphraseFaults(task, { current: '', passphrase, again });
    expect(found).toEqual({ current: null, first: faults[0], again: faults[1] });
  }
});

test('what is asked for has to be there, and nothing else', () => {
  const nothing = { current: '', passphrase: '', again: '' };
  const empty = 'error-passphraseEmpty';
  expect(passphraseFaults('unlock', nothing)).toEqual({ current: empty, first: null, again: null });
  expect(passphraseFaults('change', nothing)).toEqual({
    current: empty,
    first: empty,
    again: null,
  });
});
