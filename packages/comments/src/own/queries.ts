import type { Db } from '@tertulia/db'

/** A comment with its present text, and the note of its newest decision if the moderator wanted the author to read it. */
export const ownRow = (db: Db, id: string) =>
  db
    .selectFrom('comment as c')
    .innerJoin('page as p', 'p.id', 'c.page')
    .innerJoin('revision as r', (join) => join.onRef('r.comment', '=', 'c.id').onRef('r.revision', '=', 'c.revision'))
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('decision')
          .select(['note', 'tell_author'])
          .whereRef('decision.comment', '=', 'c.id')
          .orderBy('created_at', 'desc')
          .limit(1)
          .as('d'),
      (join) => join.onTrue(),
    )
    .select([
      'c.id',
      'c.status',
      'c.reason',
      'c.parent',
      'c.author_name',
      'c.author_url',
      'c.html',
      'c.created_at',
      'c.edited_at',
    ])
    .select(['c.decided_by', 'c.decided_at', 'r.text', 'p.key', 'd.note', 'd.tell_author'])
    .where('c.id', '=', id)
    .executeTakeFirst()
