import { describe, expect, it } from 'vitest';
import { minorOf } from './amount.js';

describe('an amount that was typed', () => {
  it.each([
    ['12', 1200],
    ['12.5', 1250],
    ['12,50', 1250],
    [' 1 000,05 ', 100_005],
    ['0.01', 1],
  ])('is read: %s', (typed, minor) => {
    expect(minorOf(typed, 'EUR')).toBe(minor);
  });
  it.each(['', '0', '0,00', '-1', '1.234', '1,2,3', '1e3', 'x', '12345678901', '.5'])(
    'is none: %s',
    (typed) => {
      expect(minorOf(typed, 'EUR')).toBeNull();
    },
  );
  it('has as many decimals as its currency', () => {
    expect(minorOf('12', 'JPY')).toBe(12);
    expect(minorOf('12.5', 'JPY')).toBeNull();
  });
});
