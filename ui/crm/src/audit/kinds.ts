/** What the logs of CRMs and accounts tell of. */

/** What that of a CRM can. */
export const KINDS = [
  '2fa.codes_regenerated',
  '2fa.disabled',
  '2fa.enabled',
  '2fa.locked',
  '2fa.recovery_used',
  '2fa.reset',
  '2fa.rules_changed',
  'account_link.undone',
  'api_key.created',
  'api_key.revoked',
  'audit.trimmed',
  'crm.address_changed',
  'crm.created',
  'crm.deletion_cancelled',
  'crm.deletion_scheduled',
  'crm.entered',
  'crm.owner_changed',
  'crm.suspended',
  'crm.updated',
  'device.registered',
  'device.revoked',
  'email.change_requested',
  'email.change_undone',
  'email.changed',
  'export.created',
  'export.downloaded',
  'ledger.posted',
  'membership.created',
  'membership.removed',
  'passkey.added',
  'passkey.removed',
  'password.changed',
  'password.reset',
  'password.reset_link_made',
  'password.reset_requested',
  'photo.changed',
  'profile.updated',
  'qr.approved',
  'qr.denied',
  'qr.requested',
  'session.revoked',
  'sign_in.failed',
  'sign_in.succeeded',
  'sign_out',
  'sso.configured',
  'sso.hand_off_approved',
  'sso.hand_off_denied',
  'sso.hand_off_requested',
  'sso.linked',
  'sso.refused',
  'sso.sign_in',
  'sso.unlinked',
  'user.deactivated',
  'user.deleted',
  'user.invitation_link_made',
  'user.invitation_revoked',
  'user.invited',
  'user.joined',
  'user.reactivated',
  'user.role_changed',
  'username.changed',
  'webhook.changed',
  'webhook.created',
  'webhook.removed',
  'webhook.secret_rotated',
  'webhook.switched_off',
] as const;
export type Kind = (typeof KINDS)[number];

/** What that of an account can beside. */
export const ACCOUNT_KINDS = [
  'account.closed',
  'account.created',
  'account.reopened',
  'account.updated',
  'crm.purged',
  'referral.activated',
  'referral.attributed',
  'referral.deactivated',
  'referral.payout_paid',
  'referral.payout_rejected',
  'referral.payout_requested',
] as const;
type AnyKind = Kind | (typeof ACCOUNT_KINDS)[number];

export function isKind(text: string): text is AnyKind {
  return [...KINDS, ...ACCOUNT_KINDS].some((kind) => kind === text);
}

/** As names of messages have it. */
export function wordOf(kind: AnyKind): string {
  return kind.replace('.', '-');
}
