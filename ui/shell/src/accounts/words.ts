/** How an account is spoken of: its state in a word, its unread count in a sentence. */
import type { MessageArguments } from '@ninefold/i18n';
import type { AccountView } from '../ipc/contract.js';

type Translate = (id: string, values?: MessageArguments) => string;

/** The longest name in characters, as `LONGEST_NAME` of the program has it: what is beyond would be cut. */
export const LONGEST_NAME = 80;

/** A word for a state that isn't the ordinary one, or `null`. */
export function stateWord(account: AccountView, t: Translate): string | null {
  if (account.busy) return t('account-state-busy');
  switch (account.state) {
    case 'adding':
      return t('account-state-adding');
    case 'disconnected':
      return t('account-state-disconnected');
    case 'signedOut':
      return t('account-state-signed-out');
    case 'connected':
      return account.awake ? null : t('account-state-asleep');
  }
}

/** What a screen reader says for the badge. */
export function unreadWords(unread: string, t: Translate): string {
  return /^\d+$/.test(unread)
    ? t('unread-count', { count: Number(unread) })
    : t('unread-many', { text: unread });
}

/** Label to show; of what isn't listed yet, that it's a login page, too. */
export function displayLabel(account: AccountView, t: Translate): string {
  return account.state === 'adding' ? t('login-page-of', { label: account.label }) : account.label;
}

/** All that a screen reader should hear of an account at once. */
export function spokenName(account: AccountView, t: Translate): string {
  const parts = [displayLabel(account, t), stateWord(account, t)];
  if (account.unread) parts.push(unreadWords(account.unread, t));
  if (account.asks) parts.push(t('account-asks'));
  if (account.muted) parts.push(t('account-state-muted'));
  return parts.filter((part) => part !== null).join(', ');
}

/** The key that switches to it. */
export function switchAction(account: AccountView): string {
  return `switch-${String(account.number)}`;
}
