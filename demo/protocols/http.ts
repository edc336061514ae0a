/** Field names and values, in the order in which they are sent. */
export type Headers = Readonly<Record<string, string>>;

export interface Request {
  readonly method?: 'GET' | 'POST' | 'HEAD';
  /** The request target as it stands on the line: percent-encoding is the caller's. */
  readonly target: string;
  readonly host: string;
  readonly headers?: Headers;
  readonly body?: string;
}

/** An HTTP/1.1 request; a body brings its Content-Length. */
export function httpRequest({method = 'GET', target, host, headers = {}, body = ''}: Request): string {
  const length: Headers = body === '' ? {} : {'Content-Length': String(body.length)};
  return message(`${method} ${target} HTTP/1.1`, {Host: host, ...headers, ...length}, body);
}

/** An HTTP/1.1 response with its Content-Length. */
export function httpResponse(status: string, body: string, type = 'text/html; charset=utf-8'): string {
  const headers = {Server: 'nginx', 'Content-Type': type, 'Content-Length': String(body.length)};
  return message(`HTTP/1.1 ${status}`, headers, body);
}

function message(startLine: string, headers: Headers, body: string): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [startLine, ...fields, '', body].join('\r\n');
}
