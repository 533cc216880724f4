import { describe, expect, it } from 'vitest';
import { money } from './money.js';
import { timeLeft } from './time-left.js';

describe('money', () => {
  it.each([
    [124_000, 'EUR', 'en', '€1,240.00'],
    [-50, 'EUR', 'en', '-€0.50'],
    [124_000, 'JPY', 'en', '¥124,000'],
    [1234, 'KWD', 'en', 'KWD 1.234'],
    [12_000, 'EUR', 'uk', '120,00 €'],
    [12_000, 'UAH', 'ru', '120,00 ₴'],
  ])('%i %s in %s', (minor, currency, language, expected) => {
    expect(money({ minor, currency }, language).replaceAll('\u00a0', ' ')).toBe(expected);
  });
});

describe('timeLeft', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  it.each([
    ['2026-11-27T15:00:00Z', 'en', '5 days 3 hours'],
    ['2026-11-27T12:00:00Z', 'uk', '5 днів'],
    ['2026-11-23T13:00:00Z', 'ru', '1 день 1 час'],
    ['2026-11-22T13:30:00Z', 'en', '1 hour 30 minutes'],
    ['2026-11-22T12:00:20Z', 'en', '1 minute'],
    ['2026-11-22T12:00:00Z', 'en', null],
  ])('%s in %s', (moment, language, expected) => {
    expect(timeLeft(moment, language, now)?.replaceAll('\u00a0', ' ') ?? null).toBe(expected);
  });
});
