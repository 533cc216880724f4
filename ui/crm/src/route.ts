/** Which page a path shows. The server knows the same paths, and says when there is nothing. */
export type Route =
  | { page: 'setup' }
  | { page: 'anywhere' }
  | { page: 'address' }
  | { page: 'second-factor' }
  | { page: 'forgot-password' }
  | { page: 'reset-password' }
  | { page: 'invitation' }
  | { page: 'account' }
  | { page: 'account-settings' }
  | { page: 'sign-in'; crm: string }
  | { page: 'enter'; crm: string }
  | { page: 'home'; crm: string }
  | { page: 'staff'; crm: string }
  | { page: 'not-found' };

/** Where the address of a CRM is asked for. */
export const BY_ADDRESS = '/sign-in?by=address';

const CRM_PATH = /^\/c\/([a-z][a-z0-9-]{2,39})\/(sign-in|enter|staff)?$/;

export function routeOf(path: string, search = ''): Route {
  if (path === '/setup') return { page: 'setup' };
  if (path === '/sign-in') return { page: path + search === BY_ADDRESS ? 'address' : 'anywhere' };
  if (path === '/sign-in/second-factor') return { page: 'second-factor' };
  if (path === '/forgot-password') return { page: 'forgot-password' };
  if (path === '/reset-password') return { page: 'reset-password' };
  if (path === '/invitation') return { page: 'invitation' };
  if (path === '/account') return { page: 'account' };
  if (path === '/account/settings') return { page: 'account-settings' };
  const match = CRM_PATH.exec(path);
  const crm = match?.[1];
  if (!crm) return { page: 'not-found' };
  const page = match[2];
  return page === 'sign-in' || page === 'enter' || page === 'staff'
    ? { page, crm }
    : { page: 'home', crm };
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

/** Where to go after signing in: the page that was asked for, if it is one of this CRM. */
export function returnPath(search: string, crm: string, otherwise: string): string {
  const wanted = new URLSearchParams(search).get('return') ?? '';
  const home = `/c/${crm}/`;
  let path: string;
  try {
    // Resolved as a browser does, so that `..` and `\` hide nothing.
    const url = new URL(wanted, 'https://crm.invalid');
    path = url.origin === 'https://crm.invalid' ? url.pathname + url.search : '';
  } catch {
    path = '';
  }
  return path.startsWith(home) && routeOf(path).page !== 'sign-in' ? path : otherwise;
}
