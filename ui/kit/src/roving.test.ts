import { describe, expect, test } from 'vitest';
import { matchTyped, nextIndex } from './roving.js';

describe('arrows', () => {
  test.each([
    ['ArrowDown', 2, 3, 'vertical', 0],
    ['ArrowUp', 0, 3, 'vertical', 2],
    ['Home', 2, 3, 'vertical', 0],
    ['End', 0, 3, 'vertical', 2],
    ['ArrowRight', 0, 3, 'vertical', null],
    ['ArrowRight', 0, 3, 'horizontal', 1],
    ['ArrowLeft', 0, 3, 'horizontal', 2],
    ['ArrowDown', 0, 0, 'vertical', null],
  ] as const)('%s at %i of %i (%s) goes to %s', (key, current, count, orientation, expected) => {
    expect(nextIndex(key, current, count, orientation)).toBe(expected);
  });

  test('turn round where text runs from right to left', () => {
    expect(nextIndex('ArrowLeft', 0, 3, 'horizontal', true)).toBe(1);
  });
});

describe('type-ahead', () => {
  const texts = ['Acme', 'Berry', 'Бета', 'Beta'];
  test('goes on to the next with the same letter', () => {
    expect(matchTyped(texts, 1, 'b')).toBe(3);
    expect(matchTyped(texts, 3, 'b')).toBe(1);
  });
  test('stays while more letters fit', () => {
    expect(matchTyped(texts, 3, 'be')).toBe(3);
  });
  test('knows other scripts and says so when nothing fits', () => {
    expect(matchTyped(texts, 0, 'б')).toBe(2);
    expect(matchTyped(texts, 0, 'x')).toBeNull();
  });
});
