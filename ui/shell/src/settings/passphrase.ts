/** Checks of a new passphrase that need no host. */
import { lengthOf } from '../forms/length.js';

export const PASSPHRASE_LENGTH = 8;

export interface PassphraseFaults {
  /** Id of the message for each field; `null` where it's well. */
  first: string | null;
  again: string | null;
}

export function passphraseFaults(first: string, again: string): PassphraseFaults {
  if (first === '') return { first: 'error-passphraseEmpty', again: null };
  if (lengthOf(first) < PASSPHRASE_LENGTH) {
    return { first: 'settings-passphrase-short', again: null };
  }
  return { first: null, again: first === again ? null : 'settings-passphrase-different' };
}
