import { describe, expect, test } from 'vitest';
import { account } from '../ipc/memory/scenarios.js';
import { fold, otherLayouts, skeleton } from './fold.js';
import { byRecency, searchAccounts } from './search.js';

describe('folding', () => {
  test.each([
    ['Київ', 'киив'],
    ['КИЇВ', 'киив'],
    ['Ёлка', 'елка'],
    ['Єлизавета', 'елизавета'],
    ['об’єкт', 'обект'],
    ["об'єкт", 'обект'],
    ['Ґанок', 'ганок'],
    ['Żółć', 'zołc'],
    ['  Two   words ', 'two words'],
  ])('%s is %s', (text, expected) => {
    expect(fold(text)).toBe(expected);
  });

  test('a decomposed letter is the same as a composed one', () => {
    expect(fold('Київ'.normalize('NFD'))).toBe(fold('Київ'));
  });
});

describe('Latin spellings', () => {
  test.each([
    ['Київ', 'kyiv'],
    ['Харків', 'kharkiv'],
    ['Житомир', 'zhytomyr'],
    ['Луганськ', 'Luhansk'],
    ['Юлія', 'yuliia'],
    ['Юлія', 'juliya'],
  ])('%s is found as %s', (cyrillic, latin) => {
    expect(skeleton(cyrillic)).toBe(skeleton(latin));
  });
});

describe('other layouts', () => {
  test.each([
    ['rb]d', 'київ'],
    ['fdnj', 'авто'],
    ['фсьу', 'acme'],
  ])('%s may mean %s', (typed, meant) => {
    expect(otherLayouts(typed).join(' ')).toContain(meant);
  });
});

describe('searching accounts', () => {
  const accounts = [
    account(1, {
      label: 'Acme Agency',
      name: 'Olena Koval',
      email: 'olena@acme.example',
      host: 'acme.example',
    }),
    account(2, { label: 'Berry Ltd', email: 'sales@berry.example', host: 'berry.bitrix24.com' }),
    account(3, { label: 'Київ', email: 'kv@studio.example', host: 'studio.example' }),
    account(4, { label: 'Студия Ёлка', host: 'xn.example' }),
    account(5, { label: 'Old acme', host: 'old.example' }),
  ];
  const found = (query: string): string[] =>
    searchAccounts(accounts, query).map((each) => each.label);

  test.each([
    ['', ['Acme Agency', 'Berry Ltd', 'Київ', 'Студия Ёлка', 'Old acme']],
    ['acme', ['Acme Agency', 'Old acme']],
    ['koval', ['Acme Agency']],
    ['bitrix', ['Berry Ltd']],
    ['kiiv', ['Київ']],
    ['kyiv', ['Київ']],
    ['киев', []],
    ['rb]d', ['Київ']],
    ['елка', ['Студия Ёлка']],
    ['yolka', []],
    ['студія', ['Студия Ёлка']],
    ['фсьу', ['Acme Agency', 'Old acme']],
    ['ltd berry', ['Berry Ltd']],
    ['a.*b(', []],
    ['zzz', []],
  ])('“%s” finds %o', (query, expected) => {
    expect(found(query)).toEqual(expected);
  });

  test.each([
    ['рахунок', ['Київ']],
    ['rahunok', ['Київ']],
    ['invoice', ['Acme Agency']],
    // A label fits better than a title.
    ['berry', ['Berry Ltd', 'Old acme']],
  ])('“%s” finds %o by the title of a page, too', (query, expected) => {
    const titles: Readonly<Record<string, string>> = {
      a1: 'Invoice 42',
      a3: 'Рахунок № 7',
      a5: 'Berry: deals',
    };
    const byTitle = searchAccounts(accounts, query, (each) => titles[each.id] ?? '');
    expect(byTitle.map((each) => each.label)).toEqual(expected);
  });

  test('the most recently used come first, the others keep their order', () => {
    expect(byRecency(accounts, ['a4', 'a2']).map((each) => each.id)).toEqual([
      'a4',
      'a2',
      'a1',
      'a3',
      'a5',
    ]);
  });
});
