import type pg from 'pg'

export async function createDatabase(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`create database ${admin.escapeIdentifier(name)}`)
}

/** Nobody may connect to a template, for PostgreSQL copies only a database that nobody uses. */
export async function makeTemplate(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`alter database ${admin.escapeIdentifier(name)} allow_connections false`)
}

export async function cloneDatabase(admin: pg.Client, name: string, template: string): Promise<void> {
  await admin.query(`create database ${admin.escapeIdentifier(name)} template ${admin.escapeIdentifier(template)}`)
}

export async function dropDatabase(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`drop database if exists ${admin.escapeIdentifier(name)} with (force)`)
}
