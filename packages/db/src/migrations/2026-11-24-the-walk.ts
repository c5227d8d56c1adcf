import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const theWalk: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      -- RFC 9562 version 7: 48 bits of milliseconds, then random bits. Postgres has its own only from 18 on.
      create function uuid_v7() returns uuid language sql volatile parallel safe as $$
        select encode(
          set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid()) placing
              substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
            52, 1), 53, 1), 'hex')::uuid
      $$;

      create table setting (
        name text primary key,
        value text not null
      );

      create table site (
        id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
        name text not null,
        locale text not null,
        policy text,
        disabled_at timestamptz
      );

      create table policy (
        site text not null references site,
        hash text not null,
        source text not null,
        accepted_by text not null,
        accepted_at timestamptz not null default now(),
        primary key (site, hash)
      );
      alter table site add foreign key (id, policy) references policy (site, hash);

      create table page (
        id uuid primary key default uuid_v7(),
        site text not null references site,
        key text not null check (length(key) between 1 and 512),
        title text,
        url text check (url ~ '^https?://'),
        tags text[] not null default '{}',
        published_at timestamptz,
        open boolean not null default true,
        confirmed boolean not null default false,
        created_at timestamptz not null default now(),
        unique (site, key),
        unique (site, id)
      );

      create table author (
        id uuid primary key default uuid_v7(),
        site text not null references site,
        key_hash bytea not null check (length(key_hash) = 32),
        first_seen_at timestamptz not null default now(),
        unique (site, key_hash),
        unique (site, id)
      );

      create table comment (
        id uuid primary key default uuid_v7(),
        site text not null,
        page uuid not null,
        parent uuid,
        path uuid[] not null default '{}',
        root uuid generated always as (path[1]) stored,
        depth smallint not null generated always as (cardinality(path)) stored,
        replied boolean not null default false,
        author uuid,
        author_name text not null check (length(author_name) between 1 and 320),
        author_url text check (author_url ~ '^https?://'),
        author_email text,
        author_role text check (author_role in ('moderator', 'admin')),
        status text not null check (status in ('pending', 'approved', 'rejected', 'deleted')),
        reason text,
        decided_by text check (decided_by in ('policy', 'moderator')),
        decided_at timestamptz,
        revision integer not null default 1 check (revision >= 1),
        version integer not null default 1 check (version >= revision),
        html text not null,
        lang text,
        score integer not null default 0,
        idempotency_key bytea,
        body_hash bytea,
        address_hash bytea,
        -- whole milliseconds, so that a cursor made from a Date finds its place again
        created_at timestamptz(3) not null default now(),
        edited_at timestamptz,
        unique (page, id),
        unique (page, idempotency_key),
        foreign key (site, page) references page (site, id),
        foreign key (page, parent) references comment (page, id),
        foreign key (site, author) references author (site, id),
        check (parent is not distinct from path[cardinality(path)]),
        check (cardinality(path) <= 8),
        check ((idempotency_key is null) = (body_hash is null)),
        check ((status = 'rejected') = (reason is not null)),
        check (status = 'pending' or status = 'deleted' or decided_by is not null)
      );
      create index comment_top_level_by_page on comment (page, created_at, id)
        where parent is null and (status = 'approved' or replied);
      create index comment_approved_by_page on comment (page) where status = 'approved';
      create index comment_replies_by_root on comment (root, created_at, id) where status = 'approved' and root is not null;
      create index comment_replies_by_parent on comment (parent) where status = 'approved' and parent is not null;
      create index comment_by_site_and_status on comment (site, status, created_at, id);
      create index comment_by_author on comment (author, status) where author is not null;

      create table revision (
        comment uuid not null references comment on delete cascade,
        revision integer not null,
        text text not null check (length(text) <= 10000),
        renderer smallint not null,
        facts jsonb not null,
        outcome text not null check (outcome in ('approve', 'hold', 'reject')),
        score double precision not null,
        policy text not null,
        model text,
        created_at timestamptz not null default now(),
        primary key (comment, revision)
      );

      create table verdict (
        comment uuid not null,
        revision integer not null,
        rule text not null,
        reason text,
        weight double precision not null,
        spans jsonb not null,
        primary key (comment, revision, rule),
        foreign key (comment, revision) references revision on delete cascade
      );

      create table decision (
        id uuid primary key default uuid_v7(),
        site text not null references site,
        comment uuid not null references comment on delete cascade,
        revision integer not null,
        action text not null check (action in ('approve', 'reject', 'undo')),
        from_status text check (from_status in ('pending', 'approved', 'rejected')),
        to_status text not null check (to_status in ('pending', 'approved', 'rejected')),
        reason text,
        note text,
        tell_author boolean not null default false,
        actor_kind text not null check (actor_kind in ('policy', 'moderator', 'author')),
        actor_id text,
        actor_name text,
        surface text not null check (surface in ('policy', 'api', 'discord', 'cli')),
        policy text,
        model text,
        request text unique,
        undoes uuid unique references decision,
        created_at timestamptz not null default now(),
        check ((action = 'undo') = (undoes is not null)),
        check (action <> 'reject' or reason is not null),
        check (actor_kind <> 'moderator' or actor_id is not null)
      );
      create index decision_by_comment on decision (comment, created_at);

      create table card (
        comment uuid not null references comment on delete cascade,
        channel text not null,
        message text,
        shown integer not null default 0,
        wanted integer not null,
        dead_reason text,
        posted_at timestamptz,
        primary key (comment, channel),
        unique (channel, message)
      );
      create index card_behind on card (channel, comment) where shown < wanted and dead_reason is null;

      -- The log that everything derived follows; read by (xid, id) below the oldest running transaction, so nothing is skipped.
      create table change (
        id bigint generated always as identity,
        xid xid8 not null default pg_current_xact_id(),
        site text not null references site,
        page uuid,
        comment uuid,
        public boolean not null,
        created_at timestamptz not null default now(),
        primary key (xid, id)
      );

      create table api_key (
        id uuid primary key default uuid_v7(),
        name text not null,
        hash bytea not null unique check (length(hash) = 32),
        scope text not null check (scope in ('moderate', 'admin')),
        sites text[],
        expires_at timestamptz,
        revoked_at timestamptz,
        created_at timestamptz not null default now()
      );

      create function refuse_update() returns trigger language plpgsql as $$
        begin
          raise exception '% is append-only', tg_table_name;
        end
      $$;
      create trigger decision_is_append_only before update on decision for each row execute function refuse_update();
      create trigger change_is_append_only before update on change for each row execute function refuse_update();
    `.execute(db)
  },
}
