-- What the words of one run mean, for the transaction that compares it.
DROP TABLE IF EXISTS import_day, import_number, import_procedure, import_term,
    import_abolition, import_agency, import_first, import_worked;
CREATE TEMP TABLE import_day (text text, day date, stamp text) ON COMMIT DROP;
CREATE TEMP TABLE import_number (field text, text text, number smallint) ON COMMIT DROP;
CREATE TEMP TABLE import_procedure (text text, id bigint, working_days int,
    is_ambiguous boolean) ON COMMIT DROP;
CREATE TEMP TABLE import_term (procedure_id bigint, first_day date, last_day date,
    working_days int) ON COMMIT DROP;
CREATE TEMP TABLE import_abolition (procedure_id bigint, first_day date,
    last_day date) ON COMMIT DROP;
CREATE TEMP TABLE import_agency (field text, text text, valid_from date, valid_to date,
    id bigint, state text) ON COMMIT DROP;
CREATE TEMP TABLE import_first (day date, number int) ON COMMIT DROP;
CREATE TEMP TABLE import_worked (number int, day date) ON COMMIT DROP;
