/** What became of a link over some days. */
import type { Money, ReferralDay } from '../api/client.js';

export interface Counts {
  clicks: number;
  signUps: number;
  paying: number;
  /** Null where nothing was earned, in whatever currency. */
  rewards: Money | null;
}

export function totalOf(days: readonly ReferralDay[]): Counts {
  const sum = (of: (day: ReferralDay) => number) => days.reduce((all, day) => all + of(day), 0);
  const [first] = days;
  return {
    clicks: sum((day) => day.clicks),
    signUps: sum((day) => day.sign_ups),
    paying: sum((day) => day.paying),
    rewards: first
      ? { minor: sum((day) => day.rewards.minor), currency: first.rewards.currency }
      : null,
  };
}

/** The first of so many days that end today, as the service counts days (YYYY-MM-DD). */
export function firstOf(days: number, now: Date): string {
  const first = new Date(now);
  first.setUTCDate(first.getUTCDate() - days + 1);
  return first.toISOString().slice(0, 10);
}
