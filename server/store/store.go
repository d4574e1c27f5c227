// Package store stores articles, their mentions and places, feeds and decisions in SQLite or PostgreSQL, and answers selections of mentions.
package store
