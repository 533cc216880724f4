/** The page that asks for a code, and what it is told in its fragment. */
import type { ProofMethod } from '../api/client.js';
import { returnPath, routeOf } from '../route.js';

/** What a step of signing in says of the code. */
interface Step {
  url: string;
  can_trust_device: boolean;
  methods: readonly ProofMethod[];
}

/** What the page asks with. */
export interface Question {
  ticket: string;
  /** The device may be trusted. */
  canTrust: boolean;
  /** One of the person's passkeys would do, too. */
  byPasskey: boolean;
  /** Where to begin again. */
  from: string;
}

/** The page for a step; `from` is the page that the person comes from, where they begin again. */
export function codePage({ url, can_trust_device, methods }: Step, from: string): string {
  const more = new URLSearchParams({
    from,
    ...(can_trust_device ? { trust: 'yes' } : {}),
    ...(methods.includes('passkey') ? { passkey: 'yes' } : {}),
  });
  return `${url}&${more.toString()}`;
}

/** What the page was opened with. Whoever made the link, it leads to no other place than one of signing in. */
export function questionOf(fragment: URLSearchParams): Question {
  const from = fragment.get('from') ?? '';
  const [path = '', search = ''] = from.split('?', 2);
  const { page } = routeOf(path, search && `?${search}`);
  return {
    ticket: fragment.get('ticket') ?? '',
    canTrust: fragment.get('trust') === 'yes',
    byPasskey: fragment.get('passkey') === 'yes',
    from: page === 'sign-in' || page === 'anywhere' ? from : '/sign-in',
  };
}

/** Where to go with a session: the page that was asked for before the code, if it is one of what was opened. */
export function pageAfter(opened: string, from: string): string {
  const route = routeOf(opened);
  const crm = route.page === 'home' ? route.crm : null;
  return returnPath(from.split('?', 2)[1] ?? '', crm, opened);
}
