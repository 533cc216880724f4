import { expect, test } from 'vitest';
import { base64Of, middleSquare } from './picture.js';

test('a wide picture loses its sides, a tall one its top and bottom', () => {
  expect(middleSquare(300, 100)).toEqual({ x: 100, y: 0, side: 100 });
  expect(middleSquare(100, 301)).toEqual({ x: 0, y: 100, side: 100 });
});

test('only the base64 part is sent', () => {
  expect(base64Of('data:image/png;base64,iVBOR')).toBe('iVBOR');
});
