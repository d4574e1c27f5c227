-- +goose Up

-- The contents of the documents that are queued for reading, in parts of at most one MiB, so that no document is in
-- memory as a whole when it is stored. length is that of the document in bytes.
CREATE TABLE document_parts (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number   BIGINT NOT NULL,
    bytes    BYTEA NOT NULL,
    PRIMARY KEY (document, number)
);
ALTER TABLE documents ADD COLUMN length BIGINT NOT NULL DEFAULT 0;
INSERT INTO document_parts (document, number, bytes) SELECT id, 0, bytes FROM documents;
UPDATE documents SET length = length(bytes), bytes = '';
