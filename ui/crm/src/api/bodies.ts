/** Bodies of the service's API, as its OpenAPI document describes them. */
export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

export interface Problem {
  status: number;
  code: string;
  title: string;
  detail: string;
  request_id: string;
  errors?: FieldProblem[];
  retry_after?: number;
}

export interface Crm {
  slug: string;
  name: string;
  address: string;
}

export interface ResolveResponse {
  crm: Crm;
  page: string;
  methods: string[];
}

export interface SignInRequest {
  address: string;
  login: string;
  password: string;
  keep: boolean;
}

export interface SignInResponse {
  next: 'open';
  url: string;
}

export interface SetupRequest {
  token: string;
  name: string;
  email: string;
  password: string;
  crm_name?: string;
  locale: string;
  time_zone: string;
}

export interface SetupResponse {
  crm: Crm;
  next: { url: string };
}

export interface EnterResponse {
  url: string;
}

export type Role = 'owner' | 'admin' | 'member' | 'viewer';

export interface SessionResponse {
  user: {
    id: string;
    display_name: string;
    username: string;
    email: string;
    photo_url: string | null;
    role: Role;
  };
  crm: { slug: string; name: string };
  csrf: string;
}

export interface SignOutResponse {
  redirect: string;
}
