/** Time zones to choose from. */

interface Zone {
  value: string;
  label: string;
}

/** All that the browser knows, and the one that is set: the server may call it otherwise. */
export function zonesWith(present: string): Zone[] {
  const names = new Set([present, 'UTC', ...Intl.supportedValuesOf('timeZone')]);
  return [...names].sort().map((name) => ({ value: name, label: name.replaceAll('_', ' ') }));
}
