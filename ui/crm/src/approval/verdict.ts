/** What became of a sign-in on another screen. */
import type { Messages } from '@ninefold/i18n';
import type { Failed } from '../api/client.js';

export type Verdict = 'approved' | 'denied' | 'wrong-number' | 'over';

/** What is said of each. */
export type Sayings = Readonly<Record<Verdict, { title: string; detail: string }>>;

/** What is said of a sign-in by QR code. */
export function saidOfQr(t: Messages): Sayings {
  return {
    approved: { title: t.text('qr-you-approved'), detail: t.text('qr-you-approved-detail') },
    denied: { title: t.text('qr-you-denied'), detail: t.text('qr-you-denied-detail') },
    'wrong-number': { title: t.text('qr-wrong'), detail: t.text('qr-wrong-detail') },
    over: { title: t.text('qr-over'), detail: t.text('qr-over-detail') },
  };
}

/** What is said of a window for which this browser went to a provider. */
export function saidOfHandOff(t: Messages): Sayings {
  return {
    ...saidOfQr(t),
    approved: { title: t.text('qr-you-approved'), detail: t.text('hand-off-approved-detail') },
    'wrong-number': { title: t.text('qr-wrong'), detail: t.text('hand-off-wrong-detail') },
    over: { title: t.text('hand-off-over'), detail: t.text('hand-off-over-detail') },
  };
}

/** How an attempt to approve or deny it ended it; null when it can still be decided. */
export function verdictOf(failed: Failed): Verdict | null {
  if (failed.problem?.code === 'qr_denied') return 'wrong-number';
  return isOver(failed) ? 'over' : null;
}

/** Nothing is left to decide. */
export function isOver({ problem }: Failed): boolean {
  return ['qr_expired', 'qr_denied', 'not_found', 'ticket_invalid'].includes(problem?.code ?? '');
}
