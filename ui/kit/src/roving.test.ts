import { describe, expect, test } from 'vitest';
import { jumpTo, nextIndex } from './roving.js';

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
    expect(jumpTo(texts, 1, '', 'b')).toEqual({ index: 3, typed: 'b' });
    expect(jumpTo(texts, 3, 'b', 'b')).toEqual({ index: 1, typed: 'b' });
  });
  test('stays while more letters fit', () => {
    expect(jumpTo(texts, 3, 'b', 'e')).toEqual({ index: 3, typed: 'be' });
    expect(jumpTo(texts, 3, 'be', 'r')).toEqual({ index: 1, typed: 'ber' });
  });
  test('begins anew with a letter that does not go on', () => {
    expect(jumpTo(texts, 1, 'ber', 'a')).toEqual({ index: 0, typed: 'a' });
    expect(jumpTo(texts, 0, '?', 'b')).toEqual({ index: 1, typed: 'b' });
  });
  test('takes a space for a part of a name', () => {
    expect(jumpTo(['Monday shop', 'Monday billing'], 0, 'monday', ' ')).toEqual({
      index: 0,
      typed: 'monday ',
    });
    expect(jumpTo(['Monday shop', 'Monday billing'], 0, 'monday ', 'b')).toEqual({
      index: 1,
      typed: 'monday b',
    });
  });
  test('knows other scripts and says so when nothing fits', () => {
    expect(jumpTo(texts, 0, '', 'б')).toEqual({ index: 2, typed: 'б' });
    expect(jumpTo(texts, 0, '', 'x')).toBeNull();
  });
});
