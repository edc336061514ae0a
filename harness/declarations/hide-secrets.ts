/** Values that look like keys and tokens: long runs of letters and digits, and UUIDs. */
const TOKEN =
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?=[A-Za-z_]*\d)(?=[\d_]*[A-Za-z])[0-9A-Za-z_]{24,}/gi;
const USER_INFO = /(\/\/)[^\s/?#"]*@/g;
const QUERY = /(https?:\/\/[^\s"?#]*)[?#][^\s"]+/g;

/** A text that a person wrote and that may be shown: what looks like a secret in it is hidden. */
export const hideSecrets = (text: string): string =>
  text.replace(USER_INFO, '$1<hidden>@').replace(QUERY, '$1?<hidden>').replace(TOKEN, '<hidden>');
