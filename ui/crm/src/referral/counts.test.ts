import { expect, it } from 'vitest';
import { firstOf, totalOf } from './counts.js';

it('counts the days that end today', () => {
  const now = new Date('2027-03-01T23:30:00Z');
  expect(firstOf(1, now)).toBe('2027-03-01');
  expect(firstOf(30, now)).toBe('2027-01-31');
  expect(firstOf(366, now)).toBe('2026-03-01');
});

it('adds days up', () => {
  const day = { day: '2027-01-15', clicks: 2, sign_ups: 1, paying: 0 };
  const rewards = { minor: 150, currency: 'EUR' };
  expect(totalOf([])).toEqual({ clicks: 0, signUps: 0, paying: 0, rewards: null });
  expect(
    totalOf([
      { ...day, rewards },
      { ...day, day: '2027-01-16', rewards },
    ]),
  ).toEqual({
    clicks: 4,
    signUps: 2,
    paying: 0,
    rewards: { minor: 300, currency: 'EUR' },
  });
});
