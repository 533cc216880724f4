import { describe, expect, it } from 'vitest';
import { zonesWith } from './zones.js';

describe('time zones', () => {
  it('are offered once each, with the one that is set, by names that people read', () => {
    const zones = zonesWith('Europe/Kyiv');
    const values = zones.map(({ value }) => value);
    expect(new Set(values).size).toBe(values.length);
    expect(values).toContain('Europe/Kyiv');
    expect(values).toContain('UTC');
    expect(zones).toContainEqual({ value: 'America/New_York', label: 'America/New York' });
  });
});
