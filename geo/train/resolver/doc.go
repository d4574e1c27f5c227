// Package resolver trains and cross-validates the ranking model of package resolve.
package resolver
