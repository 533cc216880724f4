/** Reads a proxy as the program does: what it keeps, `null` for the system's way, `undefined` for none. */
export function readProxy(text: string): string | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  if (typed.toLowerCase() === 'direct') return 'direct';
  const whole = typed.includes('://') ? typed : `http://${typed}`;
  if (!URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  const plain =
    url.username === '' &&
    url.password === '' &&
    ['', '/'].includes(url.pathname) &&
    url.search === '' &&
    url.hash === '';
  const known = url.protocol === 'http:' || url.protocol === 'socks5:';
  return plain && known && url.host !== '' ? url.href.replace(/\/$/, '') : undefined;
}
