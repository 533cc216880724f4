/** Somebody who has no account yet. */

/** What they type. */
export interface Applicant {
  name: string;
  email: string;
  password: string;
  crmName: string;
}

export const NOBODY: Readonly<Applicant> = { name: '', email: '', password: '', crmName: '' };

/** The same as the service takes it, with what the browser knows. */
export function application({ name, email, password, crmName }: Applicant, locale: string) {
  return {
    name,
    email,
    password,
    ...(crmName.trim() ? { crm_name: crmName } : {}),
    locale,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
