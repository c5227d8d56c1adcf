/** What is wrong in an admin's file, and where. Lines and columns count from 1. */
export interface PolicyFault {
  file: string
  line: number
  column: number
  /** the place in the document, e.g. `rules.2.weight` */
  path: string
  message: string
}

/** `file:line:column: message`, as editors and compilers write it. */
export const formatFault = ({ file, line, column, path, message }: PolicyFault): string =>
  `${file}:${line}:${column}: ${path ? `${path}: ` : ''}${message}`
