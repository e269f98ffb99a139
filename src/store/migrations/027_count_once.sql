-- in steps
-- additive: see 026.
-- What was there before it was counted: five million tickets take some twenty seconds. Others go on writing; may be repeated. Behind a pooler a
-- connection may have somebody else's time-out.

set local statement_timeout = 0; select tally_again('customers');
set local statement_timeout = 0; select tally_again('tickets');
set local statement_timeout = 0; select tally_again('surveys');
set local statement_timeout = 0; select tally_again('messages');
set local statement_timeout = 0; select tally_again('contacts');
