import { describe, expect, it } from 'vitest';
import type { PortalCrm } from '../api/client.js';
import { Crms } from './crms.svelte.js';

function crm(name: string, more: Partial<PortalCrm> = {}): PortalCrm {
  const slug = name.toLowerCase();
  return {
    id: slug,
    crm: { slug, name, address: `https://crm.example/c/${slug}` },
    role: 'owner',
    status: 'active',
    can_enter: true,
    can_delete: true,
    ...more,
  };
}

const ids = (items: readonly PortalCrm[]) => items.map(({ id }) => id);

describe('the list', () => {
  it('shows what is scheduled for deletion apart', () => {
    const crms = new Crms([crm('Acme'), crm('Old', { status: 'deletion_scheduled' })]);
    expect(ids(crms.listed)).toEqual(['acme']);
    crms.put(crm('Acme', { status: 'deletion_scheduled' }));
    expect(ids(crms.listed)).toEqual([]);
    expect(ids(crms.scheduled)).toEqual(['acme', 'old']);
  });

  it('puts what is new first, and marks it', () => {
    const crms = new Crms([crm('Acme')]);
    crms.put(crm('Berry'));
    expect(ids(crms.shown)).toEqual(['berry', 'acme']);
    expect(crms.fresh).toBe('berry');
    crms.drop('acme');
    expect(ids(crms.shown)).toEqual(['berry']);
  });

  it('is as the server has it once that is asked again, and what was new stays marked', () => {
    const crms = new Crms([crm('Acme')]);
    crms.put(crm('Berry'));
    crms.replace([crm('Cherry'), crm('Berry')]);
    expect(ids(crms.shown)).toEqual(['cherry', 'berry']);
    expect(crms.fresh).toBe('berry');
  });

  it('is searched by name and address from ten rows on', () => {
    const names = 'abcdefghi'.split('').map((letter) => `${letter}${letter}${letter}`);
    const crms = new Crms(names.map((name) => crm(name)));
    crms.search = 'aaa';
    expect(crms.searched).toBe(false);
    expect(crms.shown).toHaveLength(9);

    crms.put(crm('Їжак'));
    expect(crms.searched).toBe(true);
    expect(crms.shown).toHaveLength(10);
    crms.search = ' ЇЖ';
    expect(ids(crms.shown)).toEqual(['їжак']);
    crms.search = '/c/bb';
    expect(ids(crms.shown)).toEqual(['bbb']);
  });
});
