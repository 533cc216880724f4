/** Checks of the "try it on this computer" form that need no server. */

import { lengthOf } from '../forms/length.js';

export const PASSWORD_LENGTH = 15;

export type Strength = { kind: 'short'; left: number } | { kind: 'weak' } | { kind: 'good' };

/** A hint while typing; whether the password is taken is the service's decision. */
export function strength(password: string, personal: readonly string[]): Strength {
  const left = PASSWORD_LENGTH - lengthOf(password);
  if (left > 0) return { kind: 'short', left };
  const lower = password.toLowerCase();
  const different = new Set(lower).size;
  // What is known about the person is the first thing that is guessed.
  const rest = personal
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3)
    .reduce((text, word) => text.replaceAll(word, ''), lower);
  const sequence = /^(.{1,4})\1+.{0,3}$/u.test(lower) || '01234567890123456789'.includes(lower);
  return different < 7 || lengthOf(rest) < 9 || sequence ? { kind: 'weak' } : { kind: 'good' };
}

/** Whether it has the form of an e-mail address; the service looks closer. */
export function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text.trim());
}
