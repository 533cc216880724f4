/** Days as the reader's calendar has them (YYYY-MM-DD). */

/** The beginning of a day, or of one after it. */
export function startOf(day: string, after: number): string {
  const start = new Date(`${day}T00:00:00`);
  start.setDate(start.getDate() + after);
  return start.toISOString();
}
