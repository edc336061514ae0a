const codes = {bold: '1', dim: '2', warning: '1;33', good: '32'} as const;

export type Ink = keyof typeof codes;

export type Paint = (ink: Ink, line: string) => string;

/** Creates a function that colours lines; without colour, no escape sequence is written. */
export const painter = (colour: boolean): Paint =>
  colour
    ? (ink, line) => (line === '' ? line : `\u001b[${codes[ink]}m${line}\u001b[0m`)
    : (_ink, line) => line;
