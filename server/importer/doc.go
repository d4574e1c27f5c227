// Package importer takes inputs into collections: it fetches, reads, parses and indexes them as jobs.
//
// An article and the job that parses it are kept in one transaction, and so are
// what a job found and the mark that it is done. Whatever is killed and whenever,
// what was begun goes on when it is started again, and nothing is there twice.
package importer
