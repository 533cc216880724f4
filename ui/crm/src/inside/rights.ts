/** Who may do what inside a CRM; the service decides, pages offer. */
import type { Role } from '../api/client.js';

/** Whether somebody invites and changes others, and what is set for all. */
export function manages(role: Role): boolean {
  return role === 'owner' || role === 'admin';
}
