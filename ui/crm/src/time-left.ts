/** Days and hours, or hours and minutes, until a moment; null once it's there. */
export function timeLeft(moment: string, language: string, now: Date): string | null {
  const minutes = Math.ceil((Date.parse(moment) - now.getTime()) / 60_000);
  if (minutes <= 0) return null;
  const hours = Math.floor(minutes / 60);
  const parts: [number, string][] =
    hours >= 24
      ? [
          [Math.floor(hours / 24), 'day'],
          [hours % 24, 'hour'],
        ]
      : [
          [hours, 'hour'],
          [minutes % 60, 'minute'],
        ];
  const texts = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    );
  return new Intl.ListFormat(language, { type: 'unit', style: 'narrow' }).format(texts);
}
