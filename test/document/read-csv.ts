/** Reads RFC 4180 strictly: CRLF after every record, quotes only around a whole field; throws at anything else. */
export function readCsv(content: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let rest = content;
  while (rest !== '') {
    const found = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (found === null) throw new Error(`no RFC 4180 field at: ${JSON.stringify(rest.slice(0, 40))}`);
    record.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') {
      records.push(record);
      record = [];
    }
    rest = rest.slice(found[0].length);
  }
  if (record.length > 0) throw new Error('the last record does not end');
  return records;
}
