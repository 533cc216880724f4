import { expect, it } from 'vitest';
import { addressesIn } from './addresses.js';

it.each([
  ['lines', 'a@x.example\nb@x.example\r\n\n', ['a@x.example', 'b@x.example']],
  ['commas and spaces', ' a@x.example,b@x.example; c@x.example d@x.example', 'abcd'],
  ['a mail program’s', '"Bondar, Ihor" <a@x.example>, Zoe Ö <b@x.example>', 'ab'],
  ['twice', 'a@x.example A@X.example', ['a@x.example']],
  ['what is no address', 'nonsense, a@x.example', ['nonsense', 'a@x.example']],
  ['nothing', ' ,;\n ', []],
])('a list of %s', (_, text, wanted) => {
  const addresses =
    typeof wanted === 'string' ? Array.from(wanted, (letter) => `${letter}@x.example`) : wanted;
  expect(addressesIn(text)).toEqual(addresses);
});

it('takes no time, however long the list is', () => {
  const begun = performance.now();
  addressesIn('<"'.repeat(100_000));
  expect(performance.now() - begun).toBeLessThan(1000);
});
