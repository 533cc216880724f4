/** Where a photo is, as large as it's shown. */
export function photoOf(url: string | null | undefined, size: 48 | 128 | 512): string | null {
  return url ? `${url}?size=${String(size)}` : null;
}
