export interface ZodIssue {
  code: string
  path: PropertyKey[]
  message: string
  expected?: string
  origin?: string
  format?: string
  minimum?: number
  maximum?: number
  values?: unknown[]
  errors?: ZodIssue[][]
}

/** Says a schema issue in Discord's words. */
export function describeIssue(issue: ZodIssue, input: unknown): { code: string; message: string } {
  if (input === undefined) return { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` }
        : issue.origin === 'array'
          ? { code: 'BASE_TYPE_BAD_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` }
          : { code: 'NUMBER_TYPE_MAX', message: `Value should be less than or equal to ${issue.maximum}.` }
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? { code: 'BASE_TYPE_BAD_LENGTH', message: `Must be ${issue.minimum} or more in length.` }
        : { code: 'NUMBER_TYPE_MIN', message: `Value should be greater than or equal to ${issue.minimum}.` }
    case 'invalid_value':
      return { code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${(issue.values ?? []).join(', ')}}.` }
    case 'invalid_format':
      return issue.format === 'url'
        ? { code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }
        : { code: 'STRING_TYPE_REGEX', message: `String value did not match validation (${issue.format}).` }
    case 'invalid_type':
      return {
        code: `${(issue.expected ?? 'model').toUpperCase()}_TYPE_CONVERT`,
        message: `Could not interpret "${String(JSON.stringify(input)).slice(0, 80)}" as ${issue.expected}.`,
      }
    default:
      return { code: issue.code.toUpperCase(), message: issue.message }
  }
}
