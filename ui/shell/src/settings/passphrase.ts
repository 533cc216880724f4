/** Checks of passphrases that need no host. */
import { lengthOf } from '../forms/length.js';

export const PASSPHRASE_LENGTH = 8;

/** `unlock` asks for the one that was set, `set` and `replace` for a new one, `change` for both. */
export type PassphraseTask = 'set' | 'unlock' | 'change' | 'replace';

export interface PassphraseFaults {
  /** Id of the message for each field; `null` where it's well, or isn't asked for. */
  current: string | null;
  first: string | null;
  again: string | null;
}

export function passphraseFaults(
  task: PassphraseTask,
  typed: { current: string; passphrase: string; again: string },
): PassphraseFaults {
  const asksCurrent = task === 'unlock' || task === 'change';
  const current = asksCurrent && typed.current === '' ? 'error-passphraseEmpty' : null;
  const fresh = task === 'unlock' ? { first: null, again: null } : newFaults(typed);
  return { current, ...fresh };
}

function newFaults({
  passphrase,
  again,
}: {
  passphrase: string;
  again: string;
}): Omit<PassphraseFaults, 'current'> {
  if (passphrase === '') return { first: 'error-passphraseEmpty', again: null };
  if (lengthOf(passphrase) < PASSPHRASE_LENGTH) {
    return { first: 'settings-passphrase-short', again: null };
  }
  return { first: null, again: passphrase === again ? null : 'settings-passphrase-different' };
}
