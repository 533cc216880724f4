/** What notifications say. */
import type { Messages } from '@ninefold/i18n';
import type { Notification } from '../api/client.js';

/** Kinds that there are words for. */
const KINDS = ['account.new_device'] as const;

function isKind(text: string): text is (typeof KINDS)[number] {
  return KINDS.some((kind) => kind === text);
}

/** What somebody is told; of a kind that this page doesn't know, its name. */
export function told({ type }: Notification, t: Messages): string {
  return isKind(type) ? t.text(`notification-kind-${type.replace('.', '-')}`) : type;
}

/** What more is known of it; empty if nothing is. */
export function more({ fields }: Notification): string {
  return [fields['device'], fields['ip']].filter(Boolean).join(' · ');
}

/** Where more is seen of what it is about, and can be done about it; null if nowhere. */
export function placeOf({ subject }: Notification, crm: string): string | null {
  return subject.type === 'session' ? `/c/${crm}/#sessions` : null;
}
