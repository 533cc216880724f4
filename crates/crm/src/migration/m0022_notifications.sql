-- What people in a CRM are told there, each by an event that they alone hear of. It is put into words when it is shown.
CREATE TABLE notification (
  crm_id text NOT NULL,
  id text NOT NULL,
  crm_user_id text NOT NULL,
  event_id text NOT NULL,
  type text NOT NULL,
  subject_type text NOT NULL,
  subject_id text NOT NULL,
  fields {json} NOT NULL,
  read_at bigint,
  created_at bigint NOT NULL,
  PRIMARY KEY (crm_id, id),
  UNIQUE (crm_id, crm_user_id, event_id),
  FOREIGN KEY (crm_id, crm_user_id) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (crm_id, event_id) REFERENCES event (crm_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX notification_unread ON notification (crm_id, crm_user_id, read_at);
CREATE INDEX notification_created ON notification (created_at);
