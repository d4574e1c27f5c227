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
	db     *sql.DB
	listen *pgxpool.Config // where workers hear of new jobs
	client *river.Client[*sql.Tx]
	log    *slog.Logger
}

// OpenPostgres opens the queue in a PostgreSQL database, to which db has connections
// and which lies at address (postgres://…), and makes River's tables where they are
// not there. The error wraps [geo.ErrInput] for a wrong address.
func OpenPostgres(ctx context.Context, db *sql.DB, address string, o Options) (Queue, error) {
	return openPostgres(ctx, db, address, o.logger(), o.settings())
}

func openPostgres(ctx context.Context, db *sql.DB, address string, log *slog.Logger, s settings) (*postgresQueue, error) {
	listen, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "opening the queue: the address is wrong (postgres://USER@HOST/DATABASE): %w", err)
	}
	listen.MinConns, listen.MaxConns = 0, 1
	driver := riverdatabasesql.New(db)
	if err := migrateRiver(ctx, db, driver); err != nil {
		return nil, fmt.Errorf("opening the queue: making River's tables: %w", err)
	}
	client, err := river.NewClient(driver, &river.Config{Logger: quiet(log)})
	if err != nil {
		return nil, fmt.Errorf("opening the queue: %w", err)
	}
	return &postgresQueue{settings: s, db: db, listen: listen, client: client, log: log}, nil
}

// migrationLock numbers the advisory lock that lets one process at a time bring the
// tables up to date.
const migrationLock = 0x71756575

// groupIndex serves counting and listing by group, which River has no word for.
const groupIndex = `CREATE INDEX IF NOT EXISTS queue_group ON river_job ((metadata ->> 'group'), state, kind)`

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
		_, err = conn.ExecContext(ctx, groupIndex)
	}
	_, unlocking := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)
	return errors.Join(err, unlocking)
}

// quietHandler passes on River's warnings and errors; it says the rest of every job.
type quietHandler struct{ slog.Handler }

func quiet(log *slog.Logger) *slog.Logger { return slog.New(quietHandler{log.Handler()}) }

// Enabled implements [slog.Handler].
func (h quietHandler) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}

// jobArgs are a job's arguments as River keeps them.
type jobArgs struct {
	kind Kind
	Key  string `json:"key" river:"unique"`
	// Payload is JSON in a string: jsonb would order it anew and refuse zero
	// characters.
	Payload string `json:"payload"`
}

// Kind is the kind of the job.
func (a jobArgs) Kind() string { return string(a.kind) }

// metadata is what we keep of a job in River's metadata.
type metadata struct {
	Group string `json:"group"`
}

// insertedTogether is how many jobs are inserted in one statement.
const insertedTogether = 2000

// Insert implements [Queue]. Workers hear of the jobs when the transaction is
// committed.
func (q *postgresQueue) Insert(ctx context.Context, tx *sql.Tx, jobs ...NewJob) ([]int64, error) {
	type identity struct {
		kind Kind
		key  string
	}
	ids := make([]int64, len(jobs))
	seen := map[identity]bool{} // one statement cannot meet a key twice
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
		who := identity{jobs[i].Kind, jobs[i].Key}
		if who.key != "" && seen[who] {
			continue
		}
		seen[who] = true
		p, err := q.params(&jobs[i])
		if err != nil {
			return nil, fmt.Errorf("inserting a job: %w", err)
		}
		params, places = append(params, p), append(places, i)
		if len(params) == insertedTogether {
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
	about, err := json.Marshal(metadata{n.Group})
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
	if f.Before > 0 {
		p = p.Where("id < @before", river.NamedArgs{"before": f.Before})
	}
	if len(f.States) > 0 {
		names := make([]string, len(f.States))
		for i, s := range f.States {
			names[i] = string(s)
		}
		p = p.Where(ourState+" = any(string_to_array(@ours, ','))", river.NamedArgs{"ours": strings.Join(names, ",")})
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

// ourState is a row's state in our words, in SQL; stateOf says the same of a row
// that was read.
const ourState = `CASE state WHEN 'running' THEN 'running' WHEN 'completed' THEN 'done' WHEN 'discarded' THEN 'failed'
	WHEN 'cancelled' THEN 'cancelled' ELSE CASE WHEN attempt > 0 THEN 'retrying' ELSE 'waiting' END END`

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
	return pendingState(r.Attempt)
}

// fromRiver is River's row as a job.
func fromRiver(r *rivertype.JobRow) (*Job, error) {
	var args jobArgs
	var about metadata
	if err := errors.Join(json.Unmarshal(r.EncodedArgs, &args), json.Unmarshal(r.Metadata, &about)); err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "job %d: %w", r.ID, err)
	}
	j := &Job{
		ID: r.ID, Kind: Kind(r.Kind), Payload: json.RawMessage(args.Payload), Key: args.Key, Group: about.Group, Priority: r.Priority - 1,
		State: stateOf(r), Attempt: r.Attempt, MaxAttempts: r.MaxAttempts, RunAt: r.ScheduledAt.UTC(), Created: r.CreatedAt.UTC(),
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
func (q *postgresQueue) Counts(ctx context.Context, group string) (map[Kind]map[State]int, error) {
	where, args := "", []any{}
	if group != "" {
		where, args = "WHERE metadata ->> 'group' = $1", append(args, group)
	}
	rows, err := q.db.QueryContext(ctx, `SELECT kind, `+ourState+`, count(*) FROM river_job `+where+` GROUP BY 1, 2`, args...)
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

// Retry implements [Queue].
func (q *postgresQueue) Retry(ctx context.Context, id int64) error {
	_, err := q.client.JobRetry(ctx, id)
	switch {
	case errors.Is(err, rivertype.ErrNotFound):
		return fmt.Errorf("trying a job again: %w", noJob(id))
	case err != nil:
		return fmt.Errorf("trying a job again: %w", err)
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
