import { expect, test } from 'vitest';
import { messageLoader, Messages, pickLanguage } from '../src/index.js';

test.each([
  [['uk-UA', 'en'], 'uk'],
  [['ru_RU.UTF-8'], 'ru'],
  [['de', 'fr'], 'en'],
  [['de', 'uk'], 'uk'],
  [[], 'en'],
] as const)('%o chooses %s', (wanted, expected) => {
  expect(pickLanguage(wanted)).toBe(expected);
});

test('a value that is missing shows as its name, a message that is missing as its id', () => {
  const messages = new Messages('en', 'hello = Hello { $name }');
  expect(messages.text('hello')).toBe('Hello {$name}');
  expect(messages.text('gone')).toBe('gone');
  expect(messages.has('hello')).toBe(true);
});

test('messages are loaded once', async () => {
  let loads = 0;
  const file = (): Promise<{ default: string }> => {
    loads += 1;
    return Promise.resolve({ default: 'a = b' });
  };
  const load = messageLoader({ en: file, uk: file, ru: file });
  expect(await load('en')).toBe(await load('en'));
  expect(loads).toBe(1);
});
