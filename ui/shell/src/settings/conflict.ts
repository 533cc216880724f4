/** Whom a chord belongs to that several actions have. */
import type { KeyView } from '../ipc/contract.js';

/** The action that a row's chord carries out: of those that have it, the first in the table. */
export function actsFor(key: KeyView, table: readonly KeyView[]): string {
  const having = [key.action, ...key.conflicts];
  return table.find(({ action }) => having.includes(action))?.action ?? key.action;
}
