/** Talking to the service. Every failure is a `Failed`, never an exception. */
import createClient from 'openapi-fetch';
import { enrolmentPage } from '../route.js';
import type { components, paths } from './schema.js';

const LONGEST_WAIT_MS = 30_000;

type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];
export type ErrorCode = Schemas['ErrorCode'];
export type Role = Schemas['Role'];
export type Money = Schemas['Money'];
export type SignUpPolicy = Schemas['SignUpPolicy'];
export type SignInChoice = Schemas['SignInChoice'];
export type PortalMe = Schemas['PortalMeResponse'];
export type PortalAccount = Schemas['PortalAccount'];
export type PortalAccountChange = Schemas['PatchPortalMeRequest'];
export type PortalCrm = Schemas['PortalCrm'];
export type CrmLoss = Schemas['CrmLossResponse'];
export type ConnectCode = Schemas['ConnectCodeResponse'];
export type Invited = Schemas['InvitedResponse'];
export type NewCrm = Schemas['CreateCrmRequest'];
export type PasswordChange = Schemas['ChangePasswordRequest'];
export type EmailChange = Schemas['ChangeEmailResponse'];
export type LinkedAccount = Schemas['LinkedAccount'];
export type OwnPassword = Schemas['OwnPasswordRequest'];
export type Closing = Schemas['ClosingResponse'];
export type SessionResponse = Schemas['SessionResponse'];
export type Proof = Schemas['StepUpRequest'];
export type ProofMethod = Schemas['ProofMethod'];
export type SecondFactor = Schemas['SecondFactorResponse'];
export type Enrolment = Schemas['EnrolmentResponse'];
export type RecoveryCodes = Schemas['RecoveryCodesResponse'];
export type FactorPolicy = Schemas['FactorPolicy'];
export type GeneralSettings = Schemas['GeneralSettingsResponse'];
export type GeneralSettingsChange = Schemas['PatchGeneralSettingsRequest'];
export type FactorRules = Schemas['FactorRulesResponse'];
export type FactorRulesChange = Schemas['FactorRulesRequest'];
export type OwnSession = Schemas['OwnSession'];
export type SessionsAtCrm = Schemas['SessionsAtCrm'];
export type QrCode = Schemas['QrSignInResponse'];
export type HandOff = Schemas['HandOffResponse'];
export type QrProgress = Schemas['QrStateResponse'];
export type QrStep = Schemas['SignInResponse'];
export type QrAsked = Schemas['QrRequest'];
export type SessionUser = Schemas['SessionUser'];
export type MyProfile = Schemas['MyProfileResponse'];
export type MyProfileChange = Schemas['PatchMyProfileRequest'];
export type User = Schemas['User'];
export type UserChange = Schemas['PatchUserRequest'];
export type Invitation = Schemas['Invitation'];
export type Invitations = Schemas['InvitationsResponse'];
export type Invite = Schemas['InviteRequest'];
export type Resolved = Schemas['ResolveResponse'];
export type SsoOffer = Schemas['SsoOffer'];
export type SsoProvider = Schemas['SsoProvider'];
export type SsoProviderInput = Schemas['SsoProviderRequest'];
export type SsoProviders = Schemas['SsoProvidersResponse'];
export type SsoChoice = Schemas['ChooseSsoRequest'];
export type SsoDestination = Schemas['StartSsoResponse'];
export type SsoTrial = Schemas['SsoTrial'];
export type ApiKey = Schemas['ApiKey'];
export type ApiKeyScope = Schemas['ApiKeyScope'];
export type NewApiKey = Schemas['NewApiKeyResponse'];
export type NewApiKeyInput = Schemas['CreateApiKeyRequest'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditLog = Schemas['AuditLogResponse'];
export type Webhook = Schemas['Webhook'];
export type WebhookInput = Schemas['WebhookRequest'];
export type NewWebhook = Schemas['NewWebhookResponse'];
export type Notification = Schemas['Notification'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type Export = Schemas['Export'];
export type IdentityLink = Schemas['IdentityLink'];
export type IdentityLinks = Schemas['IdentityLinksResponse'];
export type Passkey = Schemas['Passkey'];
export type PasskeyChallenge = Schemas['PasskeyChallenge'];
export type PasskeyAnswer = Schemas['PasskeyAnswerRequest'];
export type SignInStep = Schemas['SignInStep'];
export type Wallet = Schemas['Wallet'];
export type WalletEntry = Schemas['WalletEntry'];
export type EntryKind = Schemas['EntryKind'];
export type Referral = Schemas['ReferralResponse'];
export type ReferredPerson = Schemas['Referral'];
export type ReferralDay = Schemas['ReferralDay'];
export type Reward = Schemas['Reward'];
export type TopUp = Schemas['TopUpRequest'];
export type DeadJob = Schemas['DeadJob'];
export type OperatorCrm = Schemas['OperatorCrm'];
export type OperatorSettings = Schemas['OperatorSettingsResponse'];
export type HeldWallet = Schemas['HeldWallet'];
export type BookEntry = Schemas['BookEntry'];
export type Correction = Schemas['CorrectRequest'];
export type StuckLetter = Schemas['StuckLetter'];
export type OpenPayout = Schemas['OpenPayout'];
export type PayoutDecision = Schemas['DecidePayoutRequest'];
export type SignedOut = Schemas['SignOutResponse'];

/** Which movements of money. */
export type EntryQuery = NonNullable<
  paths['/api/v1/portal/wallets/{id}/entries']['get']['parameters']['query']
>;

/** Which entries of a CRM's log. */
export type AuditQuery = NonNullable<paths['/api/v1/c/{crm}/audit']['get']['parameters']['query']>;

/** How much of a list. */
export type ListQuery = NonNullable<
  paths['/api/v1/portal/referral/referrals']['get']['parameters']['query']
>;

/** Which CRMs of the server. */
export type CrmQuery = NonNullable<paths['/api/v1/operator/crms']['get']['parameters']['query']>;

/** `problem` is null when no answer came, or one that isn't the service's. */
export interface Failed {
  ok: false;
  problem: Problem | null;
}
export type Answer<T> = { ok: true; body: T } | Failed;

type Outcome<T> =
  | { data: T; error?: never; response: Response }
  | { data?: never; error: Problem; response: Response };

const http = createClient<paths>({
  headers: { accept: 'application/json' },
  fetch: async (request) => fetch(request, { signal: AbortSignal.timeout(LONGEST_WAIT_MS) }),
});

async function answer<T>(call: Promise<Outcome<T>>): Promise<Answer<T>> {
  try {
    const outcome = await call;
    if (outcome.response.ok && outcome.error === undefined) {
      return { ok: true, body: outcome.data };
    }
    return { ok: false, problem: isProblem(outcome.error) ? outcome.error : null };
  } catch {
    return { ok: false, problem: null };
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value;
}

/** Calls that need no session. */
export const api = {
  setUp: async (body: Schemas['SetupRequest']) => answer(http.POST('/api/v1/setup', { body })),
  resolve: async (address: string) =>
    answer(http.GET('/api/v1/sign-in/resolve', { params: { query: { address } } })),
  signIn: async (body: Schemas['SignInRequest']) => answer(http.POST('/api/v1/sign-in', { body })),
  choices: async () => answer(http.GET('/api/v1/sign-in/tickets/current')),
  changeUser: async () => answer(http.DELETE('/api/v1/sign-in/tickets/current')),
  open: async (choice: string) =>
    answer(http.POST('/api/v1/sign-in/tickets/current/open', { body: { choice } })),
  secondFactor: async (body: Schemas['SecondFactorRequest']) =>
    answer(http.POST('/api/v1/sign-in/second-factor', { body })),
  startPasskey: async (body: Schemas['StartPasskeySignInRequest']) =>
    answer(http.POST('/api/v1/sign-in/passkey/start', { body })),
  signInByPasskey: async (body: Schemas['PasskeySignInRequest']) =>
    answer(http.POST('/api/v1/sign-in/passkey', { body })),
  startPasskeyFactor: async (ticket: string) =>
    answer(http.POST('/api/v1/sign-in/second-factor/passkey/start', { body: { ticket } })),
  passkeyFactor: async (body: Schemas['PasskeyFactorRequest']) =>
    answer(http.POST('/api/v1/sign-in/second-factor/passkey', { body })),
  beginQr: async (body: Schemas['QrSignInRequest']) =>
    answer(http.POST('/api/v1/sign-in/qr', { body })),
  qrProgress: async (id: string) =>
    answer(http.GET('/api/v1/sign-in/qr/{id}', { params: { path: { id } } })),
  exchangeQr: async (id: string) =>
    answer(http.POST('/api/v1/sign-in/qr/{id}/exchange', { params: { path: { id } } })),
  enter: async (crm: string, ticket: string) =>
    answer(http.POST('/api/v1/c/{crm}/enter', { params: { path: { crm } }, body: { ticket } })),
  /** Providers that may speak for an address; without one, those that sign in at the portal. */
  ssoOffers: async (email?: string) =>
    answer(
      http.GET('/api/v1/sign-in/sso', { params: { query: email === undefined ? {} : { email } } }),
    ),
  startSso: async (provider: string, body: Schemas['StartSsoRequest']) =>
    answer(
      http.POST('/api/v1/sign-in/sso/{provider}/start', { params: { path: { provider } }, body }),
    ),
  /** Waits for another browser that goes to the provider. */
  beginHandOff: async (provider: string, body: Schemas['HandOffRequest']) =>
    answer(
      http.POST('/api/v1/sign-in/sso/{provider}/hand-off', {
        params: { path: { provider } },
        body,
      }),
    ),
  /** Where that browser would go. */
  handOff: async (id: string) =>
    answer(http.GET('/api/v1/sign-in/hand-off/{id}', { params: { path: { id } } })),
  startHandOff: async (id: string, anew: boolean) =>
    answer(
      http.POST('/api/v1/sign-in/hand-off/{id}/start', {
        params: { path: { id } },
        body: { anew },
      }),
    ),
  handOffAsked: async (id: string, ticket: string) =>
    answer(
      http.POST('/api/v1/sign-in/hand-off/{id}/look-up', {
        params: { path: { id } },
        body: { ticket },
      }),
    ),
  approveHandOff: async (id: string, ticket: string, number: number) =>
    answer(
      http.POST('/api/v1/sign-in/hand-off/{id}/approve', {
        params: { path: { id } },
        body: { ticket, number },
      }),
    ),
  denyHandOff: async (id: string, ticket: string) =>
    answer(
      http.POST('/api/v1/sign-in/hand-off/{id}/deny', {
        params: { path: { id } },
        body: { ticket },
      }),
    ),
  signUpPolicy: async () => answer(http.GET('/api/v1/sign-up')),
  signUp: async (body: Schemas['SignUpRequest']) => answer(http.POST('/api/v1/sign-up', { body })),
  confirmSignUp: async (body: Schemas['ConfirmSignUpRequest']) =>
    answer(http.POST('/api/v1/sign-up/confirm', { body })),
  confirmEmail: async (ticket: string) =>
    answer(http.POST('/api/v1/email/confirm', { body: { ticket } })),
  undoEmail: async (ticket: string) =>
    answer(http.POST('/api/v1/email/undo', { body: { ticket } })),
  undoAccountLink: async (ticket: string) =>
    answer(http.POST('/api/v1/account-link/undo', { body: { ticket } })),
  reopenAccount: async (ticket: string) =>
    answer(http.POST('/api/v1/account/reopen', { body: { ticket } })),
  requestReset: async (body: Schemas['PasswordResetRequest']) =>
    answer(http.POST('/api/v1/password-reset', { body })),
  completeReset: async (body: Schemas['CompletePasswordResetRequest']) =>
    answer(http.POST('/api/v1/password-reset/complete', { body })),
  invitation: async (ticket: string) =>
    answer(http.POST('/api/v1/invitations/look-up', { body: { ticket } })),
  acceptInvitation: async (body: Schemas['AcceptInvitationRequest']) =>
    answer(http.POST('/api/v1/invitations/accept', { body })),
  session: async (crm: string) =>
    inSession(http.GET('/api/v1/c/{crm}/session', { params: { path: { crm } } }), signInPage(crm)),
  portal: async () => inSession(http.GET('/api/v1/portal/me'), signInPage()),
};

/** Problems with a session, and the pages that help. */
type Elsewhere = Partial<Record<ErrorCode, string>>;

/** Where to go without a session of a CRM, or of the portal. */
function signInPage(crm?: string): Elsewhere {
  return { unauthenticated: crm === undefined ? '/sign-in' : `/c/${crm}/sign-in` };
}

/** Where to go when a session of a CRM is over, or good for nothing before a second factor is set up. */
function pageInstead(crm: string): Elsewhere {
  return { ...signInPage(crm), factor_required_by_policy: enrolmentPage(crm) };
}

/** Leaves when the session isn't enough: what waits for the answer has no use for it. */
async function inSession<T>(call: Promise<Outcome<T>>, elsewhere: Elsewhere): Promise<Answer<T>> {
  const given = await answer(call);
  const page = given.ok || !given.problem ? undefined : elsewhere[given.problem.code];
  if (page === undefined) return given;
  location.replace(page);
  return new Promise(() => undefined);
}

/** A body that is a file. */
const asItIs = (file: Blob) => ({
  headers: { 'content-type': 'application/octet-stream' },
  body: '',
  bodySerializer: () => file,
});

const proof = (csrf: string) => ({ 'x-csrf-token': csrf });

/** Calls of who is signed in at the portal; `csrf` is that of `api.portal`. */
export function portalCalls(csrf: string) {
  const header = proof(csrf);
  const page = signInPage();
  const to = (crm_id: string) => ({ params: { path: { crm_id }, header } });
  return {
    /** Refused when the account changed since it was read. */
    changeMe: async ({ version }: PortalAccount, body: PortalAccountChange) =>
      inSession(
        http.PATCH('/api/v1/portal/me', {
          params: { header: { ...header, 'if-match': `"v${version}"` } },
          body,
        }),
        page,
      ),
    /** The same. */
    changePhoto: async ({ version }: PortalAccount, picture: Blob, in_crms: boolean) =>
      inSession(
        http.PUT('/api/v1/portal/me/photo', {
          params: { query: { in_crms }, header: { ...header, 'if-match': `"v${version}"` } },
          ...asItIs(picture),
        }),
        page,
      ),
    /** The same. */
    removePhoto: async ({ version }: PortalAccount) =>
      inSession(
        http.DELETE('/api/v1/portal/me/photo', {
          params: { header: { ...header, 'if-match': `"v${version}"` } },
        }),
        page,
      ),
    crms: async () => inSession(http.GET('/api/v1/portal/crms'), page),
    /** The same `key` and body again make no second CRM. */
    create: async (body: NewCrm, key: string) =>
      inSession(
        http.POST('/api/v1/portal/crms', {
          params: { header: { ...header, 'idempotency-key': key } },
          body,
        }),
        page,
      ),
    connect: async (code: string) =>
      inSession(
        http.POST('/api/v1/portal/crms/connect', { params: { header }, body: { code } }),
        page,
      ),
    enter: async (id: string) =>
      inSession(http.POST('/api/v1/portal/crms/{crm_id}/enter', to(id)), page),
    loss: async (crm_id: string) =>
      inSession(
        http.GET('/api/v1/portal/crms/{crm_id}/loss', { params: { path: { crm_id } } }),
        page,
      ),
    delete: async (id: string, name: string) =>
      inSession(http.DELETE('/api/v1/portal/crms/{crm_id}', { ...to(id), body: { name } }), page),
    cancelDeletion: async (id: string) =>
      inSession(http.POST('/api/v1/portal/crms/{crm_id}/cancel-deletion', to(id)), page),
    exports: async (crm_id: string) =>
      inSession(
        http.GET('/api/v1/portal/crms/{crm_id}/exports', { params: { path: { crm_id } } }),
        page,
      ),
    askForExport: async (id: string) =>
      inSession(http.POST('/api/v1/portal/crms/{crm_id}/exports', to(id)), page),
    remove: async (id: string) =>
      inSession(http.DELETE('/api/v1/portal/memberships/{crm_id}', to(id)), page),
    join: async (ticket: string) =>
      inSession(
        http.POST('/api/v1/portal/invitations/accept', { params: { header }, body: { ticket } }),
        page,
      ),
    stepUp: async (body: Proof) =>
      inSession(http.POST('/api/v1/portal/step-up', { params: { header }, body }), page),
    stepUpOffers: async () => inSession(http.GET('/api/v1/portal/step-up/sso'), page),
    stepUpBy: async (body: SsoChoice) =>
      inSession(http.POST('/api/v1/portal/step-up/sso', { params: { header }, body }), page),
    startPasskeyProof: async () =>
      inSession(http.POST('/api/v1/portal/step-up/passkey/start', { params: { header } }), page),
    proveByPasskey: async (body: PasskeyAnswer) =>
      inSession(http.POST('/api/v1/portal/step-up/passkey', { params: { header }, body }), page),
    passkeys: async () => inSession(http.GET('/api/v1/portal/passkeys'), page),
    startPasskey: async () =>
      inSession(http.POST('/api/v1/portal/passkeys/start', { params: { header } }), page),
    addPasskey: async (body: PasskeyAnswer) =>
      inSession(http.POST('/api/v1/portal/passkeys', { params: { header }, body }), page),
    renamePasskey: async (id: string, name: string) =>
      inSession(
        http.PATCH('/api/v1/portal/passkeys/{id}', {
          params: { path: { id }, header },
          body: { name },
        }),
        page,
      ),
    removePasskey: async (id: string) =>
      inSession(
        http.DELETE('/api/v1/portal/passkeys/{id}', { params: { path: { id }, header } }),
        page,
      ),
    restorePasskey: async (id: string) =>
      inSession(
        http.POST('/api/v1/portal/passkeys/{id}/restore', { params: { path: { id }, header } }),
        page,
      ),
    identityLinks: async () => inSession(http.GET('/api/v1/portal/identity-links'), page),
    link: async (body: SsoChoice) =>
      inSession(http.POST('/api/v1/portal/identity-links', { params: { header }, body }), page),
    unlink: async (id: string) =>
      inSession(
        http.DELETE('/api/v1/portal/identity-links/{id}', { params: { path: { id }, header } }),
        page,
      ),
    changePassword: async (body: PasswordChange) =>
      inSession(http.POST('/api/v1/portal/password', { params: { header }, body }), page),
    changeEmail: async (email: string) =>
      inSession(http.POST('/api/v1/portal/email', { params: { header }, body: { email } }), page),
    /** What was done with the account, and by whom. */
    audit: async (query: ListQuery) =>
      inSession(http.GET('/api/v1/portal/audit', { params: { query } }), page),
    closing: async () => inSession(http.GET('/api/v1/portal/closing'), page),
    close: async (gives_money_up: boolean) =>
      inSession(
        http.POST('/api/v1/portal/close', { params: { header }, body: { gives_money_up } }),
        page,
      ),
    wallets: async () => inSession(http.GET('/api/v1/portal/wallets'), page),
    entries: async (id: string, query: EntryQuery) =>
      inSession(
        http.GET('/api/v1/portal/wallets/{id}/entries', { params: { path: { id }, query } }),
        page,
      ),
    transfer: async (crm_id: string, amount: Money, key: string) =>
      inSession(
        http.POST('/api/v1/portal/transfers', {
          params: { header: { ...header, 'idempotency-key': key } },
          body: { crm_id, amount },
        }),
        page,
      ),
    referral: async () => inSession(http.GET('/api/v1/portal/referral'), page),
    activateReferral: async (rules_version: string) =>
      inSession(
        http.POST('/api/v1/portal/referral/activate', {
          params: { header },
          body: { rules_version },
        }),
        page,
      ),
    deactivateReferral: async () =>
      inSession(http.POST('/api/v1/portal/referral/deactivate', { params: { header } }), page),
    referrals: async (query: ListQuery) =>
      inSession(http.GET('/api/v1/portal/referral/referrals', { params: { query } }), page),
    rewards: async (query: ListQuery) =>
      inSession(http.GET('/api/v1/portal/referral/rewards', { params: { query } }), page),
    payouts: async (query: ListQuery) =>
      inSession(http.GET('/api/v1/portal/referral/payouts', { params: { query } }), page),
    referralStatistics: async (query: { from: string; to: string }) =>
      inSession(http.GET('/api/v1/portal/referral/statistics', { params: { query } }), page),
    /** The same `key` and body again ask for no second payout. */
    askForPayout: async (amount: Money, key: string) =>
      inSession(
        http.POST('/api/v1/portal/referral/payouts', {
          params: { header: { ...header, 'idempotency-key': key } },
          body: { amount },
        }),
        page,
      ),
    topUp: async (body: TopUp, key: string) =>
      inSession(
        http.POST('/api/v1/operator/top-ups', {
          params: { header: { ...header, 'idempotency-key': key } },
          body,
        }),
        page,
      ),
    operatorCrms: async (query: CrmQuery) =>
      inSession(http.GET('/api/v1/operator/crms', { params: { query } }), page),
    walletOf: async (holder: string) =>
      inSession(http.GET('/api/v1/operator/wallet', { params: { query: { holder } } }), page),
    book: async (id: string, query: ListQuery) =>
      inSession(
        http.GET('/api/v1/operator/wallets/{id}/entries', { params: { path: { id }, query } }),
        page,
      ),
    refund: async (id: string, key: string) =>
      inSession(
        http.POST('/api/v1/operator/entries/{id}/refund', {
          params: { path: { id }, header: { ...header, 'idempotency-key': key } },
        }),
        page,
      ),
    correct: async (id: string, body: Correction, key: string) =>
      inSession(
        http.POST('/api/v1/operator/entries/{id}/correct', {
          params: { path: { id }, header: { ...header, 'idempotency-key': key } },
          body,
        }),
        page,
      ),
    operatorSettings: async () => inSession(http.GET('/api/v1/operator/settings'), page),
    stuckLetters: async (query: ListQuery) =>
      inSession(http.GET('/api/v1/operator/letters', { params: { query } }), page),
    sendLetterAgain: async (id: string) =>
      inSession(
        http.POST('/api/v1/operator/letters/{id}/send-again', { params: { path: { id }, header } }),
        page,
      ),
    openPayouts: async (query: ListQuery) =>
      inSession(http.GET('/api/v1/operator/payouts', { params: { query } }), page),
    decidePayout: async (id: string, body: PayoutDecision) =>
      inSession(
        http.POST('/api/v1/operator/payouts/{id}/decide', {
          params: { path: { id }, header },
          body,
        }),
        page,
      ),
    deadJobs: async () => inSession(http.GET('/api/v1/operator/jobs'), page),
    runJobAgain: async (id: string) =>
      inSession(
        http.POST('/api/v1/operator/jobs/{id}/run-again', { params: { path: { id }, header } }),
        page,
      ),
    factor: async () => inSession(http.GET('/api/v1/portal/2fa'), page),
    enrolFactor: async () =>
      inSession(http.POST('/api/v1/portal/2fa/totp', { params: { header } }), page),
    confirmFactor: async (code: string) =>
      inSession(
        http.POST('/api/v1/portal/2fa/totp/confirm', { params: { header }, body: { code } }),
        page,
      ),
    newRecoveryCodes: async () =>
      inSession(http.POST('/api/v1/portal/2fa/recovery-codes', { params: { header } }), page),
    disableFactor: async () =>
      inSession(http.DELETE('/api/v1/portal/2fa', { params: { header } }), page),
    sessions: async () => inSession(http.GET('/api/v1/portal/sessions'), page),
    renameDevice: async (id: string, device_name: string) =>
      inSession(
        http.PATCH('/api/v1/portal/sessions/{id}', {
          params: { path: { id }, header },
          body: { device_name },
        }),
        page,
      ),
    endSession: async (id: string) =>
      inSession(
        http.DELETE('/api/v1/portal/sessions/{id}', { params: { path: { id }, header } }),
        page,
      ),
    endOtherSessions: async () =>
      inSession(http.POST('/api/v1/portal/sessions/revoke-others', { params: { header } }), page),
    endAllSessions: async () =>
      inSession(http.POST('/api/v1/portal/sessions/revoke-all', { params: { header } }), page),
    qrByCode: async (code: string) =>
      inSession(http.GET('/api/v1/portal/qr', { params: { query: { code } } }), page),
    qr: async (id: string) =>
      inSession(http.GET('/api/v1/portal/qr/{id}', { params: { path: { id } } }), page),
    approveQr: async (id: string, number: number) =>
      inSession(
        http.POST('/api/v1/portal/qr/{id}/approve', {
          params: { path: { id }, header },
          body: { number },
        }),
        page,
      ),
    denyQr: async (id: string) =>
      inSession(
        http.POST('/api/v1/portal/qr/{id}/deny', { params: { path: { id }, header } }),
        page,
      ),
    signOut: async () =>
      inSession(http.POST('/api/v1/portal/sign-out', { params: { header } }), page),
  };
}

/** Calls of who is signed in to a CRM; `csrf` is that of `api.session`. */
export function crmCalls(crm: string, csrf: string) {
  const header = proof(csrf);
  const params = { path: { crm }, header };
  const to = (id: string) => ({ params: { path: { crm, id }, header } });
  const at = (id: string, version: number) => ({
    params: { path: { crm, id }, header: { ...header, 'if-match': `"v${version}"` } },
  });
  const mine = (version: number) => ({
    params: { path: { crm }, header: { ...header, 'if-match': `"v${version}"` } },
  });
  const page = pageInstead(crm);
  return {
    users: async () =>
      inSession(http.GET('/api/v1/c/{crm}/users', { params: { path: { crm } } }), page),
    /** Refused when somebody changed the user since they were read. */
    changeUser: async ({ id, version }: User, body: UserChange) =>
      inSession(
        http.PATCH('/api/v1/c/{crm}/users/{id}', {
          params: { path: { crm, id }, header: { ...header, 'if-match': `"v${version}"` } },
          body,
        }),
        page,
      ),
    /** The same; what is theirs doesn't come back. */
    deleteUser: async ({ id, version }: User) =>
      inSession(http.DELETE('/api/v1/c/{crm}/users/{id}', at(id, version)), page),
    resetFactor: async (id: string) =>
      inSession(http.POST('/api/v1/c/{crm}/users/{id}/reset-2fa', to(id)), page),
    endSessionsOf: async (id: string) =>
      inSession(http.POST('/api/v1/c/{crm}/users/{id}/revoke-sessions', to(id)), page),
    generalSettings: async () =>
      inSession(http.GET('/api/v1/c/{crm}/settings/general', { params: { path: { crm } } }), page),
    /** Refused when somebody changed the CRM since it was read. */
    changeGeneralSettings: async ({ version }: GeneralSettings, body: GeneralSettingsChange) =>
      inSession(http.PATCH('/api/v1/c/{crm}/settings/general', { ...mine(version), body }), page),
    /** The same. */
    changeAddress: async ({ version }: GeneralSettings, slug: string) =>
      inSession(
        http.PUT('/api/v1/c/{crm}/settings/address', { ...mine(version), body: { slug } }),
        page,
      ),
    factorRules: async () =>
      inSession(
        http.GET('/api/v1/c/{crm}/settings/second-factor', { params: { path: { crm } } }),
        page,
      ),
    /** Refused when somebody changed the CRM since its rules were read. */
    changeFactorRules: async (version: number, body: FactorRulesChange) =>
      inSession(
        http.PUT('/api/v1/c/{crm}/settings/second-factor', {
          params: { path: { crm }, header: { ...header, 'if-match': `"v${version}"` } },
          body,
        }),
        page,
      ),
    apiKeys: async () =>
      inSession(http.GET('/api/v1/c/{crm}/api-keys', { params: { path: { crm } } }), page),
    makeApiKey: async (body: NewApiKeyInput) =>
      inSession(http.POST('/api/v1/c/{crm}/api-keys', { params, body }), page),
    revokeApiKey: async (id: string) =>
      inSession(http.DELETE('/api/v1/c/{crm}/api-keys/{id}', to(id)), page),
    webhooks: async () =>
      inSession(http.GET('/api/v1/c/{crm}/webhooks', { params: { path: { crm } } }), page),
    addWebhook: async (body: WebhookInput) =>
      inSession(http.POST('/api/v1/c/{crm}/webhooks', { params, body }), page),
    /** Refused when somebody changed the webhook since it was read. */
    changeWebhook: async ({ id, version }: Webhook, body: WebhookInput) =>
      inSession(http.PUT('/api/v1/c/{crm}/webhooks/{id}', { ...at(id, version), body }), page),
    removeWebhook: async ({ id, version }: Webhook) =>
      inSession(http.DELETE('/api/v1/c/{crm}/webhooks/{id}', at(id, version)), page),
    rotateWebhook: async ({ id, version }: Webhook) =>
      inSession(http.POST('/api/v1/c/{crm}/webhooks/{id}/rotate', at(id, version)), page),
    testWebhook: async (id: string) =>
      inSession(http.POST('/api/v1/c/{crm}/webhooks/{id}/test', to(id)), page),
    webhookDeliveries: async (id: string) =>
      inSession(
        http.GET('/api/v1/c/{crm}/webhooks/{id}/deliveries', { params: { path: { crm, id } } }),
        page,
      ),
    sendWebhookAgain: async (id: string, delivery: string) =>
      inSession(
        http.POST('/api/v1/c/{crm}/webhooks/{id}/deliveries/{delivery}/send', {
          params: { path: { crm, id, delivery }, header },
        }),
        page,
      ),
    notifications: async (query: ListQuery) =>
      inSession(
        http.GET('/api/v1/c/{crm}/notifications', { params: { path: { crm }, query } }),
        page,
      ),
    /** One of them, or all. */
    readNotifications: async (body: Schemas['ReadNotificationsRequest']) =>
      inSession(http.POST('/api/v1/c/{crm}/notifications/read', { params, body }), page),
    unread: async () =>
      inSession(http.GET('/api/v1/c/{crm}/unread', { params: { path: { crm } } }), page),
    audit: async (query: AuditQuery) =>
      inSession(http.GET('/api/v1/c/{crm}/audit', { params: { path: { crm }, query } }), page),
    exports: async () =>
      inSession(http.GET('/api/v1/c/{crm}/exports', { params: { path: { crm } } }), page),
    askForExport: async () => inSession(http.POST('/api/v1/c/{crm}/exports', { params }), page),
    ssoProviders: async () =>
      inSession(http.GET('/api/v1/c/{crm}/sso-providers', { params: { path: { crm } } }), page),
    addSsoProvider: async (body: SsoProviderInput) =>
      inSession(http.POST('/api/v1/c/{crm}/sso-providers', { params, body }), page),
    /** Refused when somebody changed the provider since it was read. */
    changeSsoProvider: async ({ id, version }: SsoProvider, body: SsoProviderInput) =>
      inSession(http.PUT('/api/v1/c/{crm}/sso-providers/{id}', { ...at(id, version), body }), page),
    removeSsoProvider: async ({ id, version }: SsoProvider) =>
      inSession(http.DELETE('/api/v1/c/{crm}/sso-providers/{id}', at(id, version)), page),
    proveSsoDomains: async (id: string) =>
      inSession(http.POST('/api/v1/c/{crm}/sso-providers/{id}/prove', to(id)), page),
    trySsoProvider: async (id: string, return_path: string) =>
      inSession(
        http.POST('/api/v1/c/{crm}/sso-providers/{id}/try', { ...to(id), body: { return_path } }),
        page,
      ),
    invitations: async () =>
      inSession(http.GET('/api/v1/c/{crm}/invitations', { params: { path: { crm } } }), page),
    invite: async (body: Invite) =>
      inSession(http.POST('/api/v1/c/{crm}/invitations', { params, body }), page),
    resend: async (id: string) =>
      inSession(http.POST('/api/v1/c/{crm}/invitations/{id}/resend', to(id)), page),
    revoke: async (id: string) =>
      inSession(http.DELETE('/api/v1/c/{crm}/invitations/{id}', to(id)), page),
    profile: async () =>
      inSession(http.GET('/api/v1/c/{crm}/me', { params: { path: { crm } } }), page),
    /** Refused when the user was changed since they were read. */
    changeProfile: async ({ version }: MyProfile, body: MyProfileChange) =>
      inSession(http.PATCH('/api/v1/c/{crm}/me', { ...mine(version), body }), page),
    /** The same. */
    changeUsername: async ({ version }: MyProfile, username: string) =>
      inSession(
        http.PUT('/api/v1/c/{crm}/me/username', { ...mine(version), body: { username } }),
        page,
      ),
    /** The same. */
    changePhoto: async ({ version }: MyProfile, picture: Blob) =>
      inSession(
        http.PUT('/api/v1/c/{crm}/me/photo', {
          ...mine(version),
          ...asItIs(picture),
        }),
        page,
      ),
    /** The same. */
    removePhoto: async ({ version }: MyProfile) =>
      inSession(http.DELETE('/api/v1/c/{crm}/me/photo', mine(version)), page),
    account: async () =>
      inSession(http.GET('/api/v1/c/{crm}/me/account', { params: { path: { crm } } }), page),
    disconnect: async () => inSession(http.DELETE('/api/v1/c/{crm}/me/account', { params }), page),
    useOwnPassword: async (body: OwnPassword) =>
      inSession(http.POST('/api/v1/c/{crm}/me/own-password', { params, body }), page),
    useAccountPassword: async () =>
      inSession(http.POST('/api/v1/c/{crm}/me/account-password', { params }), page),
    connectCode: async () =>
      inSession(http.POST('/api/v1/c/{crm}/me/connect-code', { params }), page),
    stepUp: async (body: Proof) =>
      inSession(http.POST('/api/v1/c/{crm}/me/step-up', { params, body }), page),
    stepUpOffers: async () =>
      inSession(http.GET('/api/v1/c/{crm}/me/step-up/sso', { params: { path: { crm } } }), page),
    stepUpBy: async (body: SsoChoice) =>
      inSession(http.POST('/api/v1/c/{crm}/me/step-up/sso', { params, body }), page),
    startPasskeyProof: async () =>
      inSession(http.POST('/api/v1/c/{crm}/me/step-up/passkey/start', { params }), page),
    proveByPasskey: async (body: PasskeyAnswer) =>
      inSession(http.POST('/api/v1/c/{crm}/me/step-up/passkey', { params, body }), page),
    passkeys: async () =>
      inSession(http.GET('/api/v1/c/{crm}/me/passkeys', { params: { path: { crm } } }), page),
    startPasskey: async () =>
      inSession(http.POST('/api/v1/c/{crm}/me/passkeys/start', { params }), page),
    addPasskey: async (body: PasskeyAnswer) =>
      inSession(http.POST('/api/v1/c/{crm}/me/passkeys', { params, body }), page),
    renamePasskey: async (id: string, name: string) =>
      inSession(
        http.PATCH('/api/v1/c/{crm}/me/passkeys/{id}', { ...to(id), body: { name } }),
        page,
      ),
    removePasskey: async (id: string) =>
      inSession(http.DELETE('/api/v1/c/{crm}/me/passkeys/{id}', to(id)), page),
    restorePasskey: async (id: string) =>
      inSession(http.POST('/api/v1/c/{crm}/me/passkeys/{id}/restore', to(id)), page),
    identityLinks: async () =>
      inSession(http.GET('/api/v1/c/{crm}/me/identity-links', { params: { path: { crm } } }), page),
    link: async (body: SsoChoice) =>
      inSession(http.POST('/api/v1/c/{crm}/me/identity-links', { params, body }), page),
    unlink: async (id: string) =>
      inSession(http.DELETE('/api/v1/c/{crm}/me/identity-links/{id}', to(id)), page),
    changePassword: async (body: PasswordChange) =>
      inSession(http.POST('/api/v1/c/{crm}/me/password', { params, body }), page),
    changeEmail: async (email: string) =>
      inSession(http.POST('/api/v1/c/{crm}/me/email', { params, body: { email } }), page),
    factor: async () =>
      inSession(http.GET('/api/v1/c/{crm}/me/2fa', { params: { path: { crm } } }), page),
    enrolFactor: async () => inSession(http.POST('/api/v1/c/{crm}/me/2fa/totp', { params }), page),
    confirmFactor: async (code: string) =>
      inSession(http.POST('/api/v1/c/{crm}/me/2fa/totp/confirm', { params, body: { code } }), page),
    newRecoveryCodes: async () =>
      inSession(http.POST('/api/v1/c/{crm}/me/2fa/recovery-codes', { params }), page),
    /** That the CRM demands one is an answer here. */
    disableFactor: async () =>
      inSession(http.DELETE('/api/v1/c/{crm}/me/2fa', { params }), signInPage(crm)),
    sessions: async () =>
      inSession(http.GET('/api/v1/c/{crm}/me/sessions', { params: { path: { crm } } }), page),
    renameDevice: async (id: string, device_name: string) =>
      inSession(
        http.PATCH('/api/v1/c/{crm}/me/sessions/{id}', { ...to(id), body: { device_name } }),
        page,
      ),
    endSession: async (id: string) =>
      inSession(http.DELETE('/api/v1/c/{crm}/me/sessions/{id}', to(id)), page),
    endOtherSessions: async () =>
      inSession(http.POST('/api/v1/c/{crm}/me/sessions/revoke-others', { params }), page),
    endAllSessions: async () =>
      inSession(http.POST('/api/v1/c/{crm}/me/sessions/revoke-all', { params }), page),
    qrByCode: async (code: string) =>
      inSession(
        http.GET('/api/v1/c/{crm}/qr', { params: { path: { crm }, query: { code } } }),
        page,
      ),
    qr: async (id: string) =>
      inSession(http.GET('/api/v1/c/{crm}/qr/{id}', { params: { path: { crm, id } } }), page),
    approveQr: async (id: string, number: number) =>
      inSession(
        http.POST('/api/v1/c/{crm}/qr/{id}/approve', { ...to(id), body: { number } }),
        page,
      ),
    denyQr: async (id: string) =>
      inSession(http.POST('/api/v1/c/{crm}/qr/{id}/deny', to(id)), page),
    signOut: async () => inSession(http.POST('/api/v1/c/{crm}/sign-out', { params }), page),
  };
}

export type PortalCalls = ReturnType<typeof portalCalls>;
export type CrmCalls = ReturnType<typeof crmCalls>;
/** What both can do about a second factor. */
export type FactorCalls = Pick<
  PortalCalls & CrmCalls,
  'factor' | 'enrolFactor' | 'confirmFactor' | 'newRecoveryCodes' | 'disableFactor'
>;
/** What both can do about sessions. */
export type SessionCalls = Pick<
  PortalCalls & CrmCalls,
  'renameDevice' | 'endSession' | 'endOtherSessions' | 'endAllSessions'
>;

/** What both can do to prove who one is. */
export type ProofCalls = Pick<
  PortalCalls & CrmCalls,
  'stepUp' | 'stepUpOffers' | 'stepUpBy' | 'startPasskeyProof' | 'proveByPasskey'
>;
/** What both can do about passkeys. */
export type PasskeyCalls = Pick<
  PortalCalls & CrmCalls,
  'passkeys' | 'startPasskey' | 'addPasskey' | 'renamePasskey' | 'removePasskey' | 'restorePasskey'
>;
/** What both can do about providers that recognise one. */
export type IdentityCalls = Pick<PortalCalls & CrmCalls, 'identityLinks' | 'link' | 'unlink'>;

/** What both can do about a sign-in on another screen. */
export type ApprovalCalls = Pick<
  PortalCalls & CrmCalls,
  'qrByCode' | 'qr' | 'approveQr' | 'denyQr'
>;

/** What the owner of a CRM can do about its exports. */
export interface ExportCalls {
  list: () => Promise<Answer<Schemas['ExportsResponse']>>;
  /** While one is under way it's that one. */
  ask: () => Promise<Answer<Export>>;
  /** Where its file is. */
  hrefOf: (id: string) => string;
}

/** The same from inside the CRM. */
export function crmExports(crm: string, calls: CrmCalls): ExportCalls {
  const hrefOf = (id: string) => `/api/v1/c/${crm}/exports/${id}/file`;
  return { list: calls.exports, ask: calls.askForExport, hrefOf };
}

/** The same from the portal, while the CRM waits for its deletion. */
export function portalExports(crm: string, calls: PortalCalls): ExportCalls {
  return {
    list: async () => calls.exports(crm),
    ask: async () => calls.askForExport(crm),
    hrefOf: (id) => `/api/v1/portal/crms/${crm}/exports/${id}/file`,
  };
}

/** A photo itself, where it can be had. */
export async function pictureAt(url: string): Promise<Blob | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(LONGEST_WAIT_MS) });
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}

/** The service's word about one field, if it has one; `codes` are problems that are about it as a whole. */
export function fieldError(
  failed: Failed | null,
  pointer: string,
  codes: readonly ErrorCode[] = [],
): string | null {
  const problem = failed?.problem;
  if (!problem) return null;
  const said = problem.errors?.find((error) => error.pointer === pointer)?.detail;
  return said ?? (codes.includes(problem.code) ? `${problem.title}. ${problem.detail}` : null);
}
