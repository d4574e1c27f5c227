// Package editing describes the pages on which readers correct, review and organize a collection.
package editing
