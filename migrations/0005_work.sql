-- SPDX-License-Identifier: EUPL-1.2
-- What the work process does, and answers kept for repeated requests.

CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  entity_id bigint,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempts integer NOT NULL DEFAULT 0,
  done_at timestamptz,
  failed_at timestamptz,
  error text
);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE done_at IS NULL AND failed_at IS NULL;
COMMENT ON TABLE outbox IS 'Work to be done outside the request, written in the transaction that calls for it';
COMMENT ON COLUMN outbox.id IS 'Key';
COMMENT ON COLUMN outbox.topic IS 'What to do';
COMMENT ON COLUMN outbox.entity_id IS 'On which row';
COMMENT ON COLUMN outbox.created_at IS 'When it was asked for';
COMMENT ON COLUMN outbox.due_at IS 'Not before; moved ahead at each failure';
COMMENT ON COLUMN outbox.attempts IS 'Times tried';
COMMENT ON COLUMN outbox.done_at IS 'When it succeeded';
COMMENT ON COLUMN outbox.failed_at IS 'When it was given up';
COMMENT ON COLUMN outbox.error IS 'Code of the last failure';
INSERT INTO privilege VALUES ('outbox', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE idempotency_key (
  user_id bigint NOT NULL REFERENCES app_user,
  key text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 200),
  request_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  status integer,
  headers text,
  body text,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
COMMENT ON TABLE idempotency_key IS 'First answers to POST requests with Idempotency-Key, kept 7 days';
COMMENT ON COLUMN idempotency_key.user_id IS 'Who sent it';
COMMENT ON COLUMN idempotency_key.key IS 'The key';
COMMENT ON COLUMN idempotency_key.request_hash IS 'SHA-256 of method, path and body';
COMMENT ON COLUMN idempotency_key.created_at IS 'When it was first sent';
COMMENT ON COLUMN idempotency_key.status IS 'Status of the first answer';
COMMENT ON COLUMN idempotency_key.headers IS 'Location and ETag of the first answer, a line each';
COMMENT ON COLUMN idempotency_key.body IS 'Body of the first answer';
INSERT INTO privilege VALUES ('idempotency_key', 'SELECT, INSERT, UPDATE, DELETE');
