import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** The installation's secret: receipts and address hashes derive from it, so nothing secret is stored. */
export type Secret = Buffer

const derive = (secret: Secret, purpose: string, value: string): Buffer =>
  createHmac('sha256', secret).update(`${purpose}\n${value}`).digest()

/** The secret that makes a comment its author's: HMAC-SHA-256 of its id, base64url. */
export const receiptOf = (secret: Secret, comment: string): string =>
  derive(secret, 'receipt', comment).toString('base64url')

/** Compares in constant time. */
export function isReceiptOf(secret: Secret, comment: string, receipt: string): boolean {
  const expected = Buffer.from(receiptOf(secret, comment))
  const given = Buffer.from(receipt)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** A visitor's address as it is kept: a keyed hash (a plain one of 2^32 addresses can be guessed). */
export const addressHash = (secret: Secret, address: string): Buffer => derive(secret, 'address', address)

/** The identity that an author key gives within one site. */
export const authorKeyHash = (site: string, key: string): Buffer =>
  createHash('sha256').update(`${site}\n${key}`).digest()

/** What the database keeps, so that a process started with another secret can be refused. */
export const secretCheck = (secret: Secret): string => derive(secret, 'check', 'tertulia').toString('base64url')
