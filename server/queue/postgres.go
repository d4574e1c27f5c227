package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"dateline/geo"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"
)

// postgresQueue is a [Queue] in River's tables.
type postgresQueue struct {
	settings
	broadcast
	db     *sql.DB
	listen *pgxpool.Config // connections that listen for new jobs
	client *river.Client[*sql.Tx]
}

// OpenPostgres opens the queue in the PostgreSQL database of db, whose address is
// postgres://…, and creates River's tables if they do not exist. The error wraps
// [geo.ErrInput] for an invalid address.
func OpenPostgres(ctx context.Context, db *sql.DB, address string, o Options) (Queue, error) {
	return openPostgres(ctx, db, address, o.settings())
}

func openPostgres(ctx context.Context, db *sql.DB, address string, s settings) (*postgresQueue, error) {
	listen, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the address of the database is invalid (%w); it must be postgres://USER@HOST/DATABASE", err)
	}
	listen.MinConns, listen.MaxConns = 0, 1
	driver := riverdatabasesql.New(db)
	if err := migrateRiver(ctx, db, driver); err != nil {
		return nil, fmt.Errorf("opening the queue: creating River's tables: %w", err)
	}
	client, err := river.NewClient(driver, &river.Config{Logger: warningsOnly(s.Log)})
	if err != nil {
		return nil, fmt.Errorf("opening the queue: %w", err)
	}
	if s.Reader == nil {
		s.Reader = db
	}
	return &postgresQueue{settings: s, db: db, listen: listen, client: client}, nil
}

// migrationLock is the id of the advisory lock that one process at a time holds while it
// migrates the tables.
const migrationLock = 0x71756575

// indexes are those of the metadata that this package adds to River's jobs.
const indexes = `CREATE INDEX IF NOT EXISTS queue_group ON river_job ((metadata ->> 'group'), state, kind);
	CREATE INDEX IF NOT EXISTS queue_batch ON river_job ((metadata ->> 'batch'), state, kind) WHERE metadata ->> 'batch' IS NOT NULL`

func migrateRiver(ctx context.Context, db *sql.DB, driver *riverdatabasesql.Driver) error {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err == nil {
		_, err = conn.ExecContext(ctx, indexes)
	}
	_, unlocking := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)
	return errors.Join(err, unlocking)
}

// warningHandler drops River's messages below a warning, which it logs for every job.
type warningHandler struct{ slog.Handler }

func warningsOnly(log *slog.Logger) *slog.Logger { return slog.New(warningHandler{log.Handler()}) }

// Enabled implements [slog.Handler].
func (h warningHandler) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}

// jobArgs are the arguments of a job as River stores them.
type jobArgs struct {
	kind Kind
	Key  string `json:"key" river:"unique"`
	// Payload is JSON in a string: jsonb reorders keys and rejects zero characters.
	Payload string `json:"payload"`
}

// Kind implements River's JobArgs.
func (a jobArgs) Kind() string { return string(a.kind) }

// metadata are the fields of this package in River's metadata of a job.
type metadata struct {
	Group   string `json:"group"`
	Batch   string `json:"batch,omitempty"`
	Crashes int    `json:"crashes,omitempty"`
	// Alone is the attempt at which the job ran alone in its process.
	Alone int `json:"alone,omitempty"`
}

// insertBatch is how many jobs are inserted in one statement.
const insertBatch = 2000

// Insert implements [Queue]. Workers are notified when the transaction is committed.
func (q *postgresQueue) Insert(ctx context.Context, tx *sql.Tx, jobs ...NewJob) ([]int64, error) {
	type identity struct {
		kind Kind
		key  string
	}
	ids := make([]int64, len(jobs))
	seen := map[identity]bool{} // a key may occur only once in a statement
	var params []river.InsertManyParams
	var places []int
	flush := func() error {
		if len(params) == 0 {
			return nil
		}
		inserted, err := q.client.InsertManyTx(ctx, tx, params)
		if err != nil {
			return fmt.Errorf("inserting %d jobs: %w", len(params), err)
		}
		for i, r := range inserted {
			if !r.UniqueSkippedAsDuplicate {
				ids[places[i]] = r.Job.ID
			}
		}
		params, places = params[:0], places[:0]
		return nil
	}
	for i := range jobs {
		id := identity{jobs[i].Kind, jobs[i].Key}
		if id.key != "" && seen[id] {
			continue
		}
		seen[id] = true
		p, err := q.params(&jobs[i])
		if err != nil {
			return nil, fmt.Errorf("inserting a job: %w", err)
		}
		params, places = append(params, p), append(places, i)
		if len(params) == insertBatch {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return ids, nil
}

func (q *postgresQueue) params(n *NewJob) (river.InsertManyParams, error) {
	payload, err := n.encode()
	if err != nil {
		return river.InsertManyParams{}, err
	}
	about, err := json.Marshal(metadata{Group: n.Group, Batch: n.Batch})
	if err != nil {
		return river.InsertManyParams{}, err
	}
	o := &river.InsertOpts{MaxAttempts: MaxAttempts, Metadata: about, Priority: n.Priority + 1, ScheduledAt: n.RunAt}
	if n.Key != "" {
		o.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: rivertype.JobStates()}
	}
	return river.InsertManyParams{Args: jobArgs{n.Kind, n.Key, string(payload)}, InsertOpts: o}, nil
}

// Jobs implements [Queue].
func (q *postgresQueue) Jobs(ctx context.Context, f Filter) ([]Job, error) {
	p := river.NewJobListParams().OrderBy(river.JobListOrderByID, river.SortOrderDesc).First(f.limit())
	if len(f.Kinds) > 0 {
		kinds := make([]string, len(f.Kinds))
		for i, k := range f.Kinds {
			kinds[i] = string(k)
		}
		p = p.Kinds(kinds...)
	}
	if f.Group != "" {
		p = p.Where("metadata ->> 'group' = @group", river.NamedArgs{"group": f.Group})
	}
	if f.Batch != "" {
		p = p.Where("metadata ->> 'batch' = @batch", river.NamedArgs{"batch": f.Batch})
	}
	if f.Before > 0 {
		p = p.Where("id < @before", river.NamedArgs{"before": f.Before})
	}
	if len(f.States) > 0 {
		names := make([]string, len(f.States))
		for i, s := range f.States {
			names[i] = string(s)
		}
		p = p.Where(stateSQL+" = any(string_to_array(@ours, ','))", river.NamedArgs{"ours": strings.Join(names, ",")})
	}
	found, err := q.client.JobList(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("listing jobs: %w", err)
	}
	jobs := make([]Job, len(found.Jobs))
	for i, r := range found.Jobs {
		j, err := fromRiver(r)
		if err != nil {
			return nil, fmt.Errorf("listing jobs: %w", err)
		}
		jobs[i] = *j
	}
	return jobs, nil
}

// stateSQL is the [State] of a row as an SQL expression; stateOf returns it for a row
// that was read.
const stateSQL = `CASE state WHEN 'running' THEN 'running' WHEN 'completed' THEN 'done' WHEN 'discarded' THEN 'failed'
	WHEN 'cancelled' THEN 'cancelled' ELSE CASE WHEN attempt > 0 OR array_length(errors, 1) > 0 THEN 'retrying' ELSE 'waiting' END END`

func stateOf(r *rivertype.JobRow) State {
	switch r.State {
	case rivertype.JobStateRunning:
		return Running
	case rivertype.JobStateCompleted:
		return Done
	case rivertype.JobStateDiscarded:
		return Failed
	case rivertype.JobStateCancelled:
		return Cancelled
	}
	if len(r.Errors) > 0 {
		return Retrying
	}
	return pendingState(r.Attempt)
}

// fromRiver converts River's row to a job.
func fromRiver(r *rivertype.JobRow) (*Job, error) {
	var args jobArgs
	var about metadata
	if err := errors.Join(json.Unmarshal(r.EncodedArgs, &args), json.Unmarshal(r.Metadata, &about)); err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "job %d in the queue is damaged: %w", r.ID, err)
	}
	j := &Job{
		ID: r.ID, Kind: Kind(r.Kind), Payload: json.RawMessage(args.Payload), Key: args.Key, Group: about.Group, Batch: about.Batch, Priority: r.Priority - 1,
		State: stateOf(r), Attempt: r.Attempt, MaxAttempts: r.MaxAttempts, Crashes: about.Crashes, RunAt: r.ScheduledAt.UTC(), Created: r.CreatedAt.UTC(),
	}
	if r.FinalizedAt != nil {
		j.Finished = r.FinalizedAt.UTC()
	}
	if len(r.AttemptedBy) > 0 {
		j.Worker = r.AttemptedBy[len(r.AttemptedBy)-1]
	}
	for _, e := range r.Errors {
		j.Errors = append(j.Errors, failureOf(e))
	}
	return j, nil
}

// Counts implements [Queue].
func (q *postgresQueue) Counts(ctx context.Context, group, batch string) (map[Kind]map[State]int, error) {
	where, args := "WHERE true", []any{}
	if group != "" {
		args = append(args, group)
		where += fmt.Sprintf(" AND metadata ->> 'group' = $%d", len(args))
	}
	if batch != "" {
		args = append(args, batch)
		where += fmt.Sprintf(" AND metadata ->> 'batch' = $%d", len(args))
	}
	rows, err := q.Reader.QueryContext(ctx, `SELECT kind, `+stateSQL+`, count(*) FROM river_job `+where+` GROUP BY 1, 2`, args...)
	return scanCounts(rows, err)
}

// Cancel implements [Queue].
func (q *postgresQueue) Cancel(ctx context.Context, id int64) error {
	_, err := q.client.JobCancel(ctx, id)
	switch {
	case errors.Is(err, rivertype.ErrNotFound):
		return fmt.Errorf("cancelling a job: %w", noJob(id))
	case err != nil:
		return fmt.Errorf("cancelling a job: %w", err)
	}
	return nil
}

// Retry implements [Queue]. A job that failed because its workers died gets one more
// attempt, alone.
func (q *postgresQueue) Retry(ctx context.Context, id int64) error {
	_, err := q.client.JobRetry(ctx, id)
	if err == nil {
		_, err = q.db.ExecContext(ctx, `UPDATE river_job SET metadata = metadata || '{"crashes": 1}'
			WHERE id = $1 AND (metadata ->> 'crashes')::int > 1`, id)
	}
	switch {
	case errors.Is(err, rivertype.ErrNotFound):
		return fmt.Errorf("retrying a job: %w", noJob(id))
	case err != nil:
		return fmt.Errorf("retrying a job: %w", err)
	}
	return nil
}

// Prune implements [Queue].
func (q *postgresQueue) Prune(ctx context.Context, olderThan time.Duration) (int, error) {
	res, err := q.db.ExecContext(ctx, `DELETE FROM river_job
		WHERE state IN ('completed', 'cancelled', 'discarded') AND finalized_at < $1`, q.now().Add(-olderThan))
	if err != nil {
		return 0, fmt.Errorf("pruning jobs: %w", err)
	}
	n, err := res.RowsAffected()
	return int(n), err
}
