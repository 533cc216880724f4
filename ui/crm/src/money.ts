import type { Money } from './api/client.js';

/** An amount in the reader's way, with as many decimals as its currency has. */
export function money({ minor, currency }: Money, language: string): string {
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });
  const { maximumFractionDigits = 2 } = format.resolvedOptions();
  return format.format(minor / 10 ** maximumFractionDigits);
}
