/** Which page a path shows. The server knows the same paths, and says when there is nothing. */
export type Route =
  | { page: 'setup' }
  | { page: 'anywhere' }
  | { page: 'address' }
  | { page: 'account' }
  | { page: 'account-settings' }
  | { page: 'sign-in'; crm: string }
  | { page: 'enter'; crm: string }
  | { page: 'home'; crm: string }
  | { page: 'not-found' };

/** Where the address of a CRM is asked for. */
export const BY_ADDRESS = '/sign-in?by=address';

const CRM_PATH = /^\/c\/([a-z][a-z0-9-]{2,39})\/(sign-in|enter)?$/;

export function routeOf(path: string, search = ''): Route {
  if (path === '/setup') return { page: 'setup' };
  if (path === '/sign-in') return { page: path + search === BY_ADDRESS ? 'address' : 'anywhere' };
  if (path === '/account') return { page: 'account' };
  if (path === '/account/settings') return { page: 'account-settings' };
  const match = CRM_PATH.exec(path);
  const crm = match?.[1];
  if (!crm) return { page: 'not-found' };
  const page = match[2];
  return page === 'sign-in' || page === 'enter' ? { page, crm } : { page: 'home', crm };
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
