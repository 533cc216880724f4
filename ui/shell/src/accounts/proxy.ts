/** An account's proxy as a choice of three, and as the contract has it. */

export const PROXY_KINDS = ['system', 'direct', 'own'] as const;
export type ProxyKind = (typeof PROXY_KINDS)[number];

export interface ProxyChoice {
  kind: ProxyKind;
  /** The own proxy's address; kept while another kind is chosen. */
  address: string;
}

export function proxyOf(proxy: string | null): ProxyChoice {
  if (proxy === null) return { kind: 'system', address: '' };
  return proxy === 'direct' ? { kind: 'direct', address: '' } : { kind: 'own', address: proxy };
}

/** What the command takes; `null` for an own proxy without an address, which would mean the system's way. */
export function proxyRequest({ kind, address }: ProxyChoice): string | null {
  switch (kind) {
    case 'system':
      return '';
    case 'direct':
      return 'direct';
    case 'own':
      return address.trim() || null;
  }
}
