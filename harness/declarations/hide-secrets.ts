/** Values that look like keys and tokens: long runs of letters and digits, and UUIDs. */
const TOKEN =
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?=[A-Za-z_]*\d)(?=[\d_]*[A-Za-z])[0-9A-Za-z_]{24,}/gi;
const USER_INFO = /(\/\/)[^\s/?#"]*@/g;
const QUERY = /(https?:\/\/[^\s"?#]*)[?#][^\s"]+/g;

/** A declared text as it may be shown, with anything that looks like a secret hidden. */
export const hideSecrets = (text: string): string =>
  text.replace(USER_INFO, '$1<hidden>@').replace(QUERY, '$1?<hidden>').replace(TOKEN, '<hidden>');
