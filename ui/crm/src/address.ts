/** An address as people write it. */
export function shortAddress(address: string): string {
  return address.replace(/^https?:\/\//, '');
}
