// Package importer imports articles into collections: it fetches, reads, parses and
// compares them as jobs.
//
// An article is stored in one transaction with the job that parses it, and the results
// of a job in one transaction with its completion. After a crash at any point the jobs
// continue, and nothing is stored twice.
package importer
