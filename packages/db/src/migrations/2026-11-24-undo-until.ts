import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const undoUntil: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      -- A decided card offers Undo for ten minutes, then has to be drawn again without it.
      alter table card add undo_until timestamptz;
      create index card_undo_lapsing on card (undo_until) where undo_until is not null;
      -- Part of the nonce, so that a card whose message was deleted can be posted anew.
      alter table card add generation integer not null default 1;
    `.execute(db)
  },
}
