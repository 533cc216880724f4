/** Which page a path shows. The server knows the same paths, and says when there is nothing. */
export type Route =
  | { page: 'setup' }
  | { page: 'anywhere' }
  | { page: 'address' }
  /** Signing in by a code that another screen approves, to a CRM or wherever that one is. */
  | { page: 'qr-sign-in'; crm: string | null }
  /** Signing in by a provider to which another browser goes. */
  | { page: 'hand-off-sign-in' }
  /** Where that browser goes from, and comes back to. `id` is of the request. */
  | { page: 'hand-off'; id: string }
  | { page: 'second-factor' }
  | { page: 'sign-up' }
  /** Where the letter to somebody new leads. */
  | { page: 'sign-up-confirm' }
  /** Where the letters about a new address lead. */
  | { page: 'email-confirm' }
  | { page: 'email-undo' }
  /** Where the letters about a connection with an account lead. */
  | { page: 'account-link-undo' }
  /** Where the letter about a closed account leads. */
  | { page: 'reopen-account' }
  | { page: 'forgot-password' }
  | { page: 'reset-password' }
  | { page: 'invitation' }
  | { page: 'account' }
  | { page: 'account-settings' }
  | { page: 'account-audit' }
  | { page: 'balance' }
  | { page: 'referral' }
  | { page: 'operator' }
  | { page: 'operator-crms' }
  | { page: 'operator-settings' }
  /** `of` is whose balance is asked for, if anybody's. */
  | { page: 'operator-balances'; of: string }
  | { page: 'sign-in'; crm: string }
  | { page: 'enter'; crm: string }
  | { page: 'home'; crm: string }
  | { page: 'staff'; crm: string }
  | { page: 'settings'; crm: string }
  | { page: 'audit'; crm: string }
  /** Where a CRM has people set up the second factor that it demands of them. */
  | { page: 'enrolment'; crm: string }
  /** A sign-in on another screen is approved, in a CRM or at the portal. */
  | { page: 'approval'; crm: string | null; id: string | null }
  | { page: 'not-found' };

/** Where the address of a CRM is asked for. */
export const BY_ADDRESS = '/sign-in?by=address';

/** Pages of a CRM, by the last part of their path. */
const CRM_PAGES = {
  '': 'home',
  'sign-in': 'sign-in',
  enter: 'enter',
  staff: 'staff',
  settings: 'settings',
  audit: 'audit',
  'second-factor': 'enrolment',
} as const;
/** Where a QR code leads: the server sends it on to where the browser is signed in. */
const QR_PATH = /^\/qr\/[0-9a-f-]{36}$/;
/** Without an id, the code is typed. */
const APPROVAL_PATH = /^(?:\/account|\/c\/([a-z][a-z0-9-]{2,39}))\/qr(?:\/([0-9a-f-]{36}))?$/;
const HAND_OFF_PATH = /^\/hand-off\/([0-9a-f-]{36})$/;
const CRM_PATH = /^\/c\/([a-z][a-z0-9-]{2,39})\/([a-z-]*)$/;

/** Ways of signing in that have a page of their own. */
type Way = 'qr' | 'password' | 'browser';
/** What the page of a way knows besides. */
const OF_WAYS = ['by', 'provider', 'keep'];

/** Whether a page of signing in is for this way. */
export function isBy(way: Way, search: string): boolean {
  return new URLSearchParams(search).get('by') === way;
}

/** A page of signing in, for this way alone. */
export function by(way: Way, path: string, search: string): string {
  const query = new URLSearchParams(search);
  query.set('by', way);
  return `${path}?${query.toString()}`;
}

/** A page of signing in, by QR code. */
export function byQr(path: string, search: string): string {
  return by('qr', path, search);
}

/** A page of signing in, by a provider to which another browser goes. */
export function byBrowser(path: string, search: string, provider: string, keep: boolean): string {
  const more = new URLSearchParams(search);
  more.set('provider', provider);
  if (keep) more.set('keep', 'yes');
  return by('browser', path, more.toString());
}

/** What the page for that is about. */
export function handedOver(search: string): { provider: string; keep: boolean } {
  const query = new URLSearchParams(search);
  return { provider: query.get('provider') ?? '', keep: query.get('keep') === 'yes' };
}

/** A page of signing in, as it is at first. */
export function byPassword(path: string, search: string): string {
  const query = new URLSearchParams(search);
  for (const name of OF_WAYS) query.delete(name);
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

/** Where a CRM has people set up the second factor that it demands of them. */
export function enrolmentPage(crm: string): string {
  return `/c/${crm}/second-factor`;
}

function isCrmPage(name: string): name is keyof typeof CRM_PAGES {
  return Object.hasOwn(CRM_PAGES, name);
}

export function routeOf(path: string, search = ''): Route {
  if (path === '/setup') return { page: 'setup' };
  if (path === '/sign-in') {
    if (isBy('qr', search)) return { page: 'qr-sign-in', crm: null };
    if (isBy('browser', search)) return { page: 'hand-off-sign-in' };
    return { page: path + search === BY_ADDRESS ? 'address' : 'anywhere' };
  }
  if (path === '/sign-in/second-factor') return { page: 'second-factor' };
  if (path === '/sign-up') return { page: 'sign-up' };
  if (path === '/sign-up/confirm') return { page: 'sign-up-confirm' };
  if (path === '/email/confirm') return { page: 'email-confirm' };
  if (path === '/email/undo') return { page: 'email-undo' };
  if (path === '/account-link/undo') return { page: 'account-link-undo' };
  if (path === '/reopen-account') return { page: 'reopen-account' };
  if (path === '/forgot-password') return { page: 'forgot-password' };
  if (path === '/reset-password') return { page: 'reset-password' };
  if (path === '/invitation') return { page: 'invitation' };
  if (path === '/account') return { page: 'account' };
  if (path === '/account/settings') return { page: 'account-settings' };
  if (path === '/account/audit') return { page: 'account-audit' };
  if (path === '/account/balance') return { page: 'balance' };
  if (path === '/account/referral') return { page: 'referral' };
  if (path === '/account/operator') return { page: 'operator' };
  if (path === '/account/operator/crms') return { page: 'operator-crms' };
  if (path === '/account/operator/settings') return { page: 'operator-settings' };
  if (path === '/account/operator/balances') {
    return { page: 'operator-balances', of: new URLSearchParams(search).get('of') ?? '' };
  }
  const handOff = HAND_OFF_PATH.exec(path)?.[1];
  if (handOff) return { page: 'hand-off', id: handOff };
  const approval = APPROVAL_PATH.exec(path);
  if (approval) return { page: 'approval', crm: approval[1] ?? null, id: approval[2] ?? null };
  const [, crm, name = ''] = CRM_PATH.exec(path) ?? [];
  if (!crm || !isCrmPage(name)) return { page: 'not-found' };
  if (name === 'sign-in' && isBy('qr', search)) return { page: 'qr-sign-in', crm };
  if (name === 'sign-in' && isBy('browser', search)) return { page: 'hand-off-sign-in' };
  return { page: CRM_PAGES[name], crm };
}

/** What a link says in its fragment, which no server and no log sees. It needn't stand in the history. */
export function takeFragment(): URLSearchParams {
  const fragment = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, '', location.pathname);
  return fragment;
}

/** The ticket of a link. */
export function takeTicket(): string {
  return takeFragment().get('ticket') ?? '';
}

/** Where to go after signing in: the page that was asked for, if it is one of this CRM or what a QR code leads to. */
export function returnPath(search: string, crm: string | null, otherwise: string): string {
  const wanted = new URLSearchParams(search).get('return') ?? '';
  let path: string;
  try {
    // Resolved as a browser does, so that `..` and `\` hide nothing.
    const url = new URL(wanted, 'https://crm.invalid');
    path = url.origin === 'https://crm.invalid' ? url.pathname + url.search : '';
  } catch {
    path = '';
  }
  const isHere = crm !== null && path.startsWith(`/c/${crm}/`) && routeOf(path).page !== 'sign-in';
  return isHere || QR_PATH.test(path) ? path : otherwise;
}
