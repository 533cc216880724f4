import { describe, expect, test } from 'vitest';
import { since, size } from '../src/dates.js';

const now = new Date('2026-11-22T12:00:00Z');

describe('moments', () => {
  test('are relative under a day', () => {
    expect(since('2026-11-22T09:00:00Z', 'en', now)).toBe('3 hours ago');
    expect(since('2026-11-22T09:00:00Z', 'uk', now)).toBe('3 години тому');
    expect(since('2026-11-22T11:55:00Z', 'en', now)).toBe('5 minutes ago');
  });
  test('are dates after that', () => {
    expect(since('2026-11-19T09:00:00Z', 'en', now)).toBe('Nov 19, 2026');
  });
});

describe('sizes', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1500, '1.5 kB'],
    [48_200_000, '48.2 MB'],
    [5e12, '5,000 GB'],
  ])('%i', (bytes, expected) => {
    expect(size(bytes, 'en')).toBe(expected);
  });
});
