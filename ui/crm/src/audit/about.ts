/** What the log says of an entry, in words. */
import type { Messages } from '@ninefold/i18n';
import type { AuditEntry } from '../api/client.js';
import { KINDS as MONEY } from '../balance/query.js';
import { isKind, wordOf } from './kinds.js';

const ROLES = ['owner', 'admin', 'member', 'viewer'];
const METHODS = ['password', 'portal', 'qr', 'sso', 'passkey'];
const REASONS = [
  'unknown_login',
  'not_active',
  'wrong_password',
  'wrong_code',
  'wrong_number',
  'not_me',
  'step_up_failed',
  'signed_out_at_provider',
];
/** Done by somebody whom nothing is known of. */
const BY_STRANGERS = ['sign_in.failed', 'qr.requested', 'sso.hand_off_requested', 'sso.refused'];

/** What was done. */
export function deed({ kind }: AuditEntry, t: Messages): string {
  return isKind(kind) ? t.text(`audit-kind-${wordOf(kind)}`) : kind;
}

/** Who did it. */
export function doer({ kind, actor }: AuditEntry, t: Messages): string {
  switch (actor.kind) {
    case 'user':
      return actor.name ?? t.text('audit-former');
    case 'account':
      return actor.name ?? t.text('audit-account');
    case 'api_key':
      return t.text('audit-key', { name: actor.name ?? '' });
    case 'operator':
      return t.text('audit-operator');
    case 'nobody':
      return BY_STRANGERS.includes(kind) ? t.text('audit-stranger') : t.text('audit-server');
  }
}

/** To what, and how. */
export function about(
  { kind, actor, subject, fields, request_id }: AuditEntry,
  t: Messages,
): string {
  const { role, to, method, reason, url, issuer } = fields;
  const given = to ?? role;
  return [
    subject?.id === actor.id ? null : subject?.name,
    given && ROLES.includes(given) ? t.text(`role-${given}`) : null,
    method && METHODS.includes(method) ? t.text(`session-by-${method}`) : null,
    MONEY.some((each) => each === fields['kind']) ? t.text(`entry-${fields['kind'] ?? ''}`) : null,
    kind === 'crm.address_changed' ? to : null,
    kind === 'audit.trimmed' ? t.text('audit-trimmed', { count: Number(fields['count']) }) : null,
    url ?? issuer,
    reason && REASONS.includes(reason) ? t.text(`audit-reason-${reason}`) : reason,
    // A page of a provider's refusal names it.
    kind === 'sso.refused' && request_id ? t.text('request-id', { id: request_id }) : null,
  ]
    .filter(Boolean)
    .join(' · ');
}
