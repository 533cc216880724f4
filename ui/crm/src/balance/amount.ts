/** Amounts as people type them. */

/** What was typed, in the smallest units of the currency; null when it is no amount above zero. */
export function minorOf(typed: string, currency: string): number | null {
  const digits = decimalsOf(currency);
  const [, whole, rest = ''] = /^(\d{1,10})(?:[.,](\d+))?$/.exec(typed.replace(/\s/g, '')) ?? [];
  if (!whole || rest.length > digits) return null;
  const minor = Number(whole + rest.padEnd(digits, '0'));
  return minor > 0 ? minor : null;
}

function decimalsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
