/** What a person signs in with. */
export interface Login {
  login: string;
  password: string;
  /** For weeks. */
  keep: boolean;
}
