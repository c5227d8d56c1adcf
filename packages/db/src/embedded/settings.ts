/**
 * The server's settings, as `postgres -c` takes them: durable, reachable from this machine only, and small.
 * `durable: false` is for tests: killed processes still lose nothing, but a crash of the machine may lose everything.
 */
export function settings(options: { durable: boolean }): string[] {
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '100',

    fsync: options.durable ? 'on' : 'off',
    synchronous_commit: 'on',
    full_page_writes: options.durable ? 'on' : 'off',

    shared_buffers: '64MB',
    max_wal_size: '512MB',
    huge_pages: 'off',
    jit: 'off',
    // Helpers that a database of this size does not need; each is a process of some megabytes.
    io_method: 'sync',
    max_logical_replication_workers: '0',

    timezone: 'UTC',
    lc_messages: 'C',
    logging_collector: 'off',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Failed statements are logged by the service that sent them; here their text would be people's comments.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
