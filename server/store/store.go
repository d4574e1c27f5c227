// Package store stores articles, their mentions and places, feeds and decisions in database.SQLite or PostgreSQL, and answers selections of mentions.
package store
